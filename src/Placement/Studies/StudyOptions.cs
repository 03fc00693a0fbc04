using Placement.Construction;
using Placement.Solving;

namespace Placement.Studies;

/// <summary>What a study computes, with which solvers and limits.</summary>
public sealed record StudyOptions
{
    /// <summary>Gets the solver.</summary>
    public required IPlacementSolver Solver { get; init; }

    /// <summary>Gets the simple greedy packer whose answer is the baseline.</summary>
    /// <value>The default is first fit decreasing on the largest nodes first: what a script would do.</value>
    public IPlacementSolver Greedy { get; init; } = new GreedySolver(GreedyMethod.LargestNodeFirst);

    /// <summary>Gets the greedy packers whose best answer is shown beside the baseline, and stands in for it where the simple one finds no packing.</summary>
    public IPlacementSolver Packers { get; init; } = new GreedySolver();

    /// <summary>Gets the sizing of the headline.</summary>
    public SizingVariant Headline { get; init; } = new();

    /// <summary>Gets the limits of the headline solve.</summary>
    public SolveOptions Solve { get; init; } = new();

    /// <summary>Gets the targets of the sensitivity grid, in percent; the headline's is added; empty leaves the grid out.</summary>
    public IReadOnlyList<int> SensitivityTargets { get; init; } = [60, 70, 80];

    /// <summary>Gets the percentiles of the sensitivity grid; the headline's is added.</summary>
    public IReadOnlyList<double> SensitivityPercentiles { get; init; } = [95, 99, 100];

    /// <summary>Gets the limits of the solve of each cell of the sensitivity grid.</summary>
    public SolveOptions SensitivitySolve { get; init; } = new() { TimeLimit = TimeSpan.FromSeconds(2) };

    /// <summary>Gets the share of the telemetry, in percent, that a backtest plans on; 0 leaves the backtest out.</summary>
    /// <value>0 to 99. The default is 50.</value>
    public int BacktestPercent
    {
        get;
        init => field = value is >= 0 and <= 99 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "BacktestPercent must be from 0 to 99.");
    } = 50;

    /// <summary>Gets the limits of the backtest's solve.</summary>
    public SolveOptions BacktestSolve { get; init; } = new() { TimeLimit = TimeSpan.FromSeconds(5) };

    /// <summary>Gets the comparison that the headline's predictor was chosen by, for the report; <see langword="null"/> when no risk was stated.</summary>
    public PredictorComparison? Comparison { get; init; }

    /// <summary>Gets a receiver of one line for each stage begun, such as <c>solving 70 nodes</c>.</summary>
    public Action<string>? Stage { get; init; }
}
