namespace Placement.Telemetry.Analysis;

/// <summary>A node that hardly anything runs on.</summary>
public sealed record IdleNode
{
    /// <value>The node.</value>
    public required string Node { get; init; }

    /// <value>The compared percentile of CPU, as a share of the capacity.</value>
    public required double CpuShare { get; init; }

    /// <value>The compared percentile of memory, as a share of the capacity; <see langword="null"/> when the feed has no memory of the node.</value>
    public double? MemoryShare { get; init; }
}
