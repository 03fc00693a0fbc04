namespace Placement.Telemetry.Sources.Local;

/// <summary>Where a machine's own figures are.</summary>
public sealed record LocalOptions
{
    /// <value>Name of the node. The default is the machine's.</value>
    public string NodeName { get; init; } = Environment.MachineName;

    /// <value>The proc file system. The default is <c>/proc</c>; in a container that sees the host's elsewhere, that.</value>
    public string ProcFolder { get; init; } = "/proc";

    /// <value>The cgroup file system. The default is <c>/sys/fs/cgroup</c>.</value>
    public string CgroupFolder { get; init; } = "/sys/fs/cgroup";
}
