namespace Placement.Scheduling;

/// <summary>A node at the moment of a snapshot.</summary>
public sealed record NodeStatus
{
    /// <summary>Gets what the node last reported.</summary>
    public required NodeReport Report { get; init; }

    /// <summary>Gets whether it was heard of within the node timeout.</summary>
    public required bool Alive { get; init; }

    /// <summary>Gets whether it takes no new replicas.</summary>
    public required bool Cordoned { get; init; }

    /// <summary>Gets whether its replicas are being moved elsewhere.</summary>
    public required bool Draining { get; init; }

    /// <summary>Gets the CPU promised to replicas, in millicores.</summary>
    public required long UsedCpuMillicores { get; init; }

    /// <summary>Gets the memory promised to replicas, in bytes.</summary>
    public required long UsedMemoryBytes { get; init; }

    /// <summary>Gets how many replicas are placed on it.</summary>
    public required int Replicas { get; init; }
}
