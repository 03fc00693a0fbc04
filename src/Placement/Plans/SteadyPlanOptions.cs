using Placement.Problems;
using Placement.Solving;

namespace Placement.Plans;

/// <summary>How a <see cref="SteadyPlan"/> is made.</summary>
public sealed record SteadyPlanOptions
{
    /// <summary>Gets the limits of each further solve.</summary>
    public SolveOptions Solve { get; init; } = new();

    /// <summary>Gets what the problem permits beyond the model.</summary>
    public CompileOptions Permitted { get; init; } = new();

    /// <summary>Gets what holds while the plan runs; budgets and stop rules are taken from the model.</summary>
    public MigrationLimits Limits { get; init; } = new();

    /// <summary>Gets how moves are judged.</summary>
    public EconomicOptions Economics { get; init; } = new();

    /// <summary>Gets how much work the order may take.</summary>
    public MigrationOptions Planning { get; init; } = new();
}
