namespace Placement.Scheduling;

/// <summary>CPU and memory of one service's replica, or of one node.</summary>
public sealed record MeasuredUse
{
    /// <summary>Gets the CPU.</summary>
    /// <value>Millicores, 0 or more, rounded up.</value>
    public required long CpuMillicores { get; init; }

    /// <summary>Gets the memory.</summary>
    /// <value>Bytes, 0 or more, rounded up.</value>
    public required long MemoryBytes { get; init; }
}
