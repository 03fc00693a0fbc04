namespace Placement.Solving;

/// <summary>The kind of argument behind a bound.</summary>
public enum BoundArgument
{
    /// <summary>Costs are not negative.</summary>
    Trivial,

    /// <summary>The demand for each resource, against the cheapest capacity for it.</summary>
    ResourceSum,

    /// <summary>The nodes that the replicas of one workload need because a rule keeps them apart.</summary>
    ReplicaLimit,

    /// <summary>A dual-feasible function: a rounding of sizes under which the resource sum stays valid.</summary>
    DualFeasibleFunction,

    /// <summary>Prices of demand from column generation, under which no node pattern is worth more than it costs.</summary>
    ColumnGeneration,

    /// <summary>The bound of the exact constraint model.</summary>
    CpSat,

    /// <summary>Every assignment was looked at.</summary>
    Enumeration,
}
