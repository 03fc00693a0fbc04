using Placement.Problems;

namespace Placement.Plans;

/// <summary>A dense plan with its economics: what each step saves and costs, what was left out, and the choices between none and all.</summary>
public sealed record PlanProposal
{
    /// <summary>Gets the problem.</summary>
    public required PlacementProblem Problem { get; init; }

    /// <summary>Gets the plan.</summary>
    public required MigrationPlan Plan { get; init; }

    /// <summary>Gets what holds while the plan runs.</summary>
    public required MigrationLimits Limits { get; init; }

    /// <summary>Gets each step's share of the saving in micro-dollars an hour, in the order of the steps; together they are the saving.</summary>
    public required IReadOnlyList<long> Shares { get; init; }

    /// <summary>Gets each step's one-off cost in micro-dollars, in the order of the steps.</summary>
    public required IReadOnlyList<long> StepCosts { get; init; }

    /// <summary>Gets the wanted moves that the plan does not make: without a safe order, without payback, or over a limit.</summary>
    public required IReadOnlyList<KeptReplica> Kept { get; init; }

    /// <summary>Gets how many replicas, after the plan, run on a node that is fuller than the risk level in some dimension.</summary>
    public required int ExposedReplicas { get; init; }

    /// <summary>Gets the choices between no move and all moves.</summary>
    public IReadOnlyList<FrontPoint> Front { get; init; } = [];
}
