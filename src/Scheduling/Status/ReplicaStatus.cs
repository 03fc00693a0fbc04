namespace Placement.Scheduling;

/// <summary>A replica at the moment of a snapshot.</summary>
public sealed record ReplicaStatus
{
    /// <summary>Gets the replica's id.</summary>
    public required string ReplicaId { get; init; }

    /// <summary>Gets the service's name.</summary>
    public required string Service { get; init; }

    /// <summary>Gets the revision it runs.</summary>
    public required int Revision { get; init; }

    /// <summary>Gets where it is in its life.</summary>
    public required ReplicaPhase Phase { get; init; }

    /// <summary>Gets the node; null while pending.</summary>
    public string? NodeId { get; init; }

    /// <summary>Gets the number of its last start; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>Gets its failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Gets whether it has failed so often that it is called crash-looping.</summary>
    public bool CrashLooping { get; init; }

    /// <summary>Gets whether it runs and, if it has a health check, is healthy.</summary>
    public bool Available { get; init; }

    /// <summary>Gets why the last incarnation ended or was refused, in words; null if none did.</summary>
    public string? LastEnd { get; init; }

    /// <summary>Gets where its ports can be reached, as <c>host:port</c> by port.</summary>
    public IReadOnlyDictionary<int, string> Endpoints { get; init; } = None;

    /// <summary>Gets, while pending, how many nodes refuse it for which reason, most frequent first.</summary>
    public IReadOnlyList<ReasonCount> Reasons { get; init; } = [];

    private static IReadOnlyDictionary<int, string> None { get; } = new Dictionary<int, string>(0);
}
