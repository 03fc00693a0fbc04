namespace Placement.Problems;

/// <summary>What <see cref="AssignmentChecker"/> found: whether an assignment is feasible, what breaks, and what it costs.</summary>
public sealed record CheckResult
{
    /// <summary>Gets the violations of hard rules; empty when feasible.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>Gets the cost by term.</summary>
    public required CostBreakdown Cost { get; init; }

    /// <summary>Gets the number of nodes in use.</summary>
    public required int NodesInUse { get; init; }

    /// <summary>Gets the number of replicas away from their origin.</summary>
    public required int Moves { get; init; }

    /// <summary>Gets whether no hard rule is broken.</summary>
    public bool IsFeasible => Violations.Count == 0;
}
