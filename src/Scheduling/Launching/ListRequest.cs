namespace Placement.Scheduling;

/// <summary>One question what runs on a node, which also fences: it tells the node of the leader's generation before that leader starts anything.</summary>
public sealed record ListRequest
{
    /// <summary>Gets the node asked.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the owner whose replicas are meant.</summary>
    public required string Owner { get; init; }

    /// <summary>Gets the generation of the asking leader. From now on the launcher fences starts and stops of lower generations of this owner on this node.</summary>
    public required long Generation { get; init; }
}
