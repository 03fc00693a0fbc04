using Placement.Problems;
using Placement.Solving;

namespace Placement.Explanations;

/// <summary>How to explain.</summary>
public sealed record ExplainOptions
{
    /// <summary>Gets what the problem permits beyond the model.</summary>
    public CompileOptions Compile { get; init; } = new();

    /// <summary>Gets the solver for the prices of rules, and for the best partial plan where there is no plan. Needed for those alone.</summary>
    public IPlacementSolver? Solver { get; init; }

    /// <summary>Gets the limits of each of its solves.</summary>
    public SolveOptions Solve { get; init; } = new();

    /// <summary>Gets whether to solve again without each rule of the workload.</summary>
    public bool PriceRules { get; init; }

    /// <summary>Gets how many sets of changes are listed.</summary>
    /// <value>At least 0. The default is 5.</value>
    public int MostSets
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MostSets must be at least 0.");
    } = 5;
}
