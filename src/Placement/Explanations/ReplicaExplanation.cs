namespace Placement.Explanations;

/// <summary>Why a replica is where it is: each node with what would break there, what would make it fit, and what its rules cost.</summary>
public sealed record ReplicaExplanation
{
    /// <summary>Gets the replica.</summary>
    public required string Replica { get; init; }

    /// <summary>Gets the node it runs on now, or <see langword="null"/>.</summary>
    public string? Now { get; init; }

    /// <summary>Gets the node it is planned on, or <see langword="null"/> when there is no plan.</summary>
    public string? Planned { get; init; }

    /// <summary>Gets its demand per resource.</summary>
    public required IReadOnlyList<long> Demand { get; init; }

    /// <summary>Gets one entry a node, in the model's order.</summary>
    public required IReadOnlyList<NodeVerdict> Nodes { get; init; }

    /// <summary>Gets why it moves; <see langword="null"/> when it does not.</summary>
    public MoveReason? Move { get; init; }

    /// <summary>Gets the smallest sets of changes that would let it run where it does not fit now: those that give up the fewest rules first, then the cheapest.</summary>
    public IReadOnlyList<FitChangeSet> WouldFit { get; init; } = [];

    /// <summary>Gets what each rule of its workload costs; empty when not asked for.</summary>
    public IReadOnlyList<RulePrice> Rules { get; init; } = [];
}
