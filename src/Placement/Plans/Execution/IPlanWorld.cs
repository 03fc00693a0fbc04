namespace Placement.Plans;

/// <summary>The world that a plan is carried out in: looks, starts one copy, stops one copy.</summary>
/// <remarks>
/// Every call must be safe to repeat: a start of a copy that runs, and a stop of one that does not, succeed and change nothing. An expected
/// refusal is an outcome; only a broken connection or a bug throws. Calls for different replicas may run side by side.
/// </remarks>
public interface IPlanWorld
{
    /// <summary>Returns the nodes on which copies of a replica run.</summary>
    Task<IReadOnlyList<string>> FindCopiesAsync(string replica, CancellationToken cancellationToken);

    /// <summary>Looks at a node; <see langword="null"/> when it does not exist.</summary>
    Task<WorldNode?> FindNodeAsync(string node, CancellationToken cancellationToken);

    /// <summary>Starts a copy of a replica and returns when it serves, or cannot.</summary>
    Task<WorldOutcome> StartAsync(string replica, string node, CancellationToken cancellationToken);

    /// <summary>Stops the copy of a replica and returns when it is gone, or cannot be stopped.</summary>
    Task<WorldOutcome> StopAsync(string replica, string node, CancellationToken cancellationToken);
}
