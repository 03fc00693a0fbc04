using Placement.Model;

namespace Placement.Scheduling;

/// <summary>A sign of life of one node, with what it offers.</summary>
public sealed record NodeReport
{
    /// <summary>Gets the node's id, stable over its restarts.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the CPU that replicas may use.</summary>
    /// <value>Millicores, rounded down; what the node keeps for itself already subtracted.</value>
    public required long CpuMillicores { get; init; }

    /// <summary>Gets the memory that replicas may use.</summary>
    /// <value>Bytes, rounded down; what the node keeps for itself already subtracted.</value>
    public required long MemoryBytes { get; init; }

    /// <summary>Gets the labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = None;

    /// <summary>Gets the taints.</summary>
    public IReadOnlyList<Taint> Taints { get; init; } = [];

    /// <summary>Gets whether the node has left the fleet for good: its replicas are placed elsewhere at once and it is forgotten.</summary>
    public bool Removed { get; init; }

    private static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>(0);
}
