using Placement.Problems;
using Placement.Solving;

namespace Placement.Plans;

/// <summary>Where a plan comes from.</summary>
public sealed record PlanOrigin
{
    /// <summary>Gets the files the model was read from.</summary>
    public IReadOnlyList<PlanInput> Inputs { get; init; } = [];

    /// <summary>Gets the grade of the data; empty when it was not graded.</summary>
    public string DataGrade { get; init; } = "";

    /// <summary>Gets the solver and its seed, such as <c>portfolio, seed 1</c>.</summary>
    public string Solver { get; init; } = "";

    /// <summary>Gets what the problem permitted beyond the model.</summary>
    public CompileOptions Permitted { get; init; } = new();

    /// <summary>Gets the bound of the solve.</summary>
    public Bound Bound { get; init; } = Bound.Zero;
}
