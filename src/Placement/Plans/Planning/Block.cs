namespace Placement.Plans;

/// <summary>Why a step cannot begin now.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Node">The node concerned, or -1.</param>
/// <param name="Dimension">The dimension that lacks room, or -1.</param>
/// <param name="Other">The workload whose replicas are in the way or missing, or -1.</param>
/// <param name="Level">The failure-domain level concerned.</param>
internal readonly record struct Block(BlockKind Kind, int Node = -1, int Dimension = -1, int Other = -1, int Level = -1)
{
    public static Block None => new(BlockKind.None);

    public bool IsFree => Kind == BlockKind.None;

    /// <summary>Says why in words.</summary>
    public string Describe(long missing = 0) => Kind switch
    {
        BlockKind.None => "nothing blocks it",
        BlockKind.Limits => "the limits on steps at once, or the disruption budget of its workload, are used up",
        BlockKind.NotEligible => $"node {Node} does not take it",
        BlockKind.Capacity => $"node {Node} lacks {missing} of dimension {Dimension} while old and new copies are both charged",
        BlockKind.DomainLimit => $"the domain of node {Node} on level {Level} already holds as many replicas of workload {Other} as its rule permits",
        BlockKind.CoLocation => $"node {Node} holds workload {Other}, which must stay apart from it",
        BlockKind.Spread => $"its workload would be sure of too few domains of level {Level}",
        BlockKind.DependencyMissing => $"workload {Other}, on which it depends, is not sure to run in the domain of node {Node} on level {Level}",
        BlockKind.DependencyNeeded => $"workload {Other} in the domain of node {Node} on level {Level} still depends on it",
        BlockKind.Headroom => "the loss of a failure domain could not be absorbed while it moves",
        _ => $"a rule of the host forbids it on node {Node}",
    };
}

/// <summary>The kinds of block.</summary>
internal enum BlockKind
{
    None,
    Limits,
    NotEligible,
    Capacity,
    DomainLimit,
    CoLocation,
    Spread,
    DependencyMissing,
    DependencyNeeded,
    Headroom,
    Custom,
}
