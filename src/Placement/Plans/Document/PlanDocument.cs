using Placement.Problems;
using Placement.Solving;

namespace Placement.Plans;

/// <summary>plan.json: everything that is reviewed, checked, approved and executed, by names. Complete and immutable.</summary>
/// <remarks>Write it with <see cref="PlanFile"/>, verify it with <see cref="PlanChecker"/>, run it with a plan executor. The schema is docs/schemas/plan.schema.json.</remarks>
public sealed record PlanDocument
{
    /// <summary>The version of the format that this library writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Gets the version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>Gets what the plan was made from.</summary>
    public required PlanSnapshot Snapshot { get; init; }

    /// <summary>Gets the grade of the data the plan rests on, such as A; empty when it was not graded.</summary>
    public string DataGrade { get; init; } = "";

    /// <summary>Gets the solver that found the target, with its seed, for reproducing it.</summary>
    public string Solver { get; init; } = "";

    /// <summary>Gets what the problem permitted beyond the model.</summary>
    public CompileOptions Permitted { get; init; } = new();

    /// <summary>Gets what holds while the plan runs.</summary>
    public required MigrationLimits Limits { get; init; }

    /// <summary>Gets the cost of the fleet as it is, by term.</summary>
    public required PlanCost StartCost { get; init; }

    /// <summary>Gets the cost of the fleet after the plan, by term.</summary>
    public required PlanCost TargetCost { get; init; }

    /// <summary>Gets the bound that no assignment is cheaper than, with its argument.</summary>
    public required Bound Bound { get; init; }

    /// <summary>Gets the totals.</summary>
    public required PlanSummary Summary { get; init; }

    /// <summary>Gets the replicas of every node that holds any, after the plan.</summary>
    public required IReadOnlyList<NodePlacement> Target { get; init; }

    /// <summary>Gets the replicas without a node after the plan.</summary>
    public IReadOnlyList<string> Unplaced { get; init; } = [];

    /// <summary>Gets the nodes in the order in which the plan frees them.</summary>
    public IReadOnlyList<FreedNode> FreedNodes { get; init; } = [];

    /// <summary>Gets the waves of steps, in order.</summary>
    public required IReadOnlyList<PlanWave> Waves { get; init; }

    /// <summary>Gets the moves that were wanted and are not made, each with its reason.</summary>
    public IReadOnlyList<KeptMove> Kept { get; init; } = [];

    /// <summary>Gets the choices between no move and all moves, none of which is better than another in moves, saving and risk.</summary>
    public IReadOnlyList<FrontPoint> Front { get; init; } = [];
}
