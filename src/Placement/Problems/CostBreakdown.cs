namespace Placement.Problems;

/// <summary>The cost of an assignment, by term. The unit is that of the problem's prices (micro-dollars an hour for fleets).</summary>
public sealed record CostBreakdown
{
    /// <summary>Gets the prices of the nodes in use.</summary>
    public long Nodes { get; init; }

    /// <summary>Gets the load above targets, weighted.</summary>
    public long Load { get; init; }

    /// <summary>Gets the imbalance between resources, weighted.</summary>
    public long Balance { get; init; }

    /// <summary>Gets the cost of moving replicas away from their origins.</summary>
    public long ReplicaMoves { get; init; }

    /// <summary>Gets the cost of the most moved workload.</summary>
    public long WorkloadMoves { get; init; }

    /// <summary>Gets the node-to-node cost of moves, weighted.</summary>
    public long NodeMoves { get; init; }

    /// <summary>Gets the cost of unplaced replicas.</summary>
    public long Unplaced { get; init; }

    /// <summary>Gets the cost of violated soft rules.</summary>
    public long SoftRules { get; init; }

    /// <summary>Gets the sum of all terms.</summary>
    public long Total => checked(Nodes + Load + Balance + ReplicaMoves + WorkloadMoves + NodeMoves + Unplaced + SoftRules);
}
