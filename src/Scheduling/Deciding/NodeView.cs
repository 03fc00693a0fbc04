namespace Placement.Scheduling;

/// <summary>A node as a filter or a scorer sees it during one decision.</summary>
public readonly record struct NodeView
{
    /// <summary>Gets what the node last reported.</summary>
    public required NodeReport Report { get; init; }

    /// <summary>Gets the CPU not yet promised to a replica, in millicores.</summary>
    public required long FreeCpuMillicores { get; init; }

    /// <summary>Gets the memory not yet promised to a replica, in bytes.</summary>
    public required long FreeMemoryBytes { get; init; }

    /// <summary>Gets how many replicas are placed on it.</summary>
    public required int Replicas { get; init; }
}
