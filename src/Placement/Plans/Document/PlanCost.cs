using Placement.Problems;

namespace Placement.Plans;

/// <summary>A cost by term with its sum, as written to a plan; the terms are those of <see cref="CostBreakdown"/>.</summary>
public sealed record PlanCost
{
    /// <summary>Gets the prices of the nodes in use, in micro-dollars an hour for fleets.</summary>
    public required long Nodes { get; init; }

    /// <summary>Gets the load above targets, weighted.</summary>
    public required long Load { get; init; }

    /// <summary>Gets the imbalance between resources, weighted.</summary>
    public required long Balance { get; init; }

    /// <summary>Gets the cost of moving replicas away from their origins.</summary>
    public required long ReplicaMoves { get; init; }

    /// <summary>Gets the cost of the most moved workload.</summary>
    public required long WorkloadMoves { get; init; }

    /// <summary>Gets the node-to-node cost of moves.</summary>
    public required long NodeMoves { get; init; }

    /// <summary>Gets the cost of unplaced replicas.</summary>
    public required long Unplaced { get; init; }

    /// <summary>Gets the cost of violated soft rules.</summary>
    public required long SoftRules { get; init; }

    /// <summary>Gets the sum of the terms.</summary>
    public required long Total { get; init; }

    /// <summary>Takes over a breakdown.</summary>
    public static PlanCost From(CostBreakdown cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return new()
        {
            Nodes = cost.Nodes,
            Load = cost.Load,
            Balance = cost.Balance,
            ReplicaMoves = cost.ReplicaMoves,
            WorkloadMoves = cost.WorkloadMoves,
            NodeMoves = cost.NodeMoves,
            Unplaced = cost.Unplaced,
            SoftRules = cost.SoftRules,
            Total = cost.Total,
        };
    }
}
