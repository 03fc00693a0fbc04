namespace Placement.Plans;

/// <summary>What an executor sees of a node.</summary>
public sealed record WorldNode
{
    /// <summary>Gets whether the node is healthy and takes replicas.</summary>
    public required bool AcceptsReplicas { get; init; }

    /// <summary>Gets the free amount per resource, in the resource's unit; a resource that is not listed is not checked.</summary>
    public IReadOnlyDictionary<string, long> Free { get; init; } = new Dictionary<string, long>();
}
