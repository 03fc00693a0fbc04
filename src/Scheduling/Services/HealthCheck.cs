namespace Placement.Scheduling;

/// <summary>How to find out whether a running replica does its work.</summary>
/// <remarks>A replica is available once a check has passed. After <see cref="FailureThreshold"/> failures in a row it is stopped and restarted as if it had failed.</remarks>
public sealed record HealthCheck
{
    /// <summary>Gets how to ask.</summary>
    public required HealthCheckKind Kind { get; init; }

    /// <summary>Gets the port asked, one of <see cref="ServiceSpec.Ports"/>; not used by commands.</summary>
    public int Port { get; init; }

    /// <summary>Gets the path of an HTTP check.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Gets the command and arguments of a command check.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Gets how long after a start failures do not count.</summary>
    /// <value>0 to 1 hour; the default is 10 s.</value>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the time between the end of one check and the start of the next.</summary>
    /// <value>10 ms to 1 hour; the default is 10 s.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long one check may take.</summary>
    /// <value>10 ms to 10 minutes; the default is 2 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets the failures in a row that make a replica unhealthy.</summary>
    /// <value>1 to 100; the default is 3.</value>
    public int FailureThreshold { get; init; } = 3;
}
