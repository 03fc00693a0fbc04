using Placement.Model;

namespace Placement.Scheduling;

/// <summary>A sign of life of one node, with what it offers; or, with <see cref="Silence"/>, the word that it gives none.</summary>
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

    /// <summary>Gets why the node does not answer, in words for people; null in a sign of life.</summary>
    /// <value>A report with a reason is no sign of life and says nothing else: the node is lost after its timeout as in silence, but everybody sees why.</value>
    public string? Silence { get; init; }

    /// <summary>Makes the report of a node that does not answer.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="reason">Why, in words for people; told once, and again when it changes.</param>
    /// <returns>The report.</returns>
    public static NodeReport Silent(string nodeId, string reason) => new() { NodeId = nodeId, CpuMillicores = 0, MemoryBytes = 0, Silence = reason };

    private static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>(0);
}
