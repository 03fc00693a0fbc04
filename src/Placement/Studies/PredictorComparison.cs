using Placement.Backtesting;
using Placement.Problems;
using Placement.Solving;
using Placement.Telemetry.Prediction;

namespace Placement.Studies;

/// <summary>Predictors compared on one fleet at one risk, and the one to size by, chosen without a look at the time that it is then measured on.</summary>
/// <remarks>
/// Each plans on parts of what may be seen and is held against the rest of it; the load exceeded with the risk there, at the upper limit of its confidence, has to stay within the nodes' limits
/// (<see cref="RiskQuantile"/>), and no single node may be above its limit in more slots than the risk. Where the checks are too short to vouch for any load, only the most ever used can be safe,
/// and is held against the highest load there was. The cheapest that passes is chosen.
/// </remarks>
public sealed record PredictorComparison
{
    /// <summary>Shares of what may be seen that the checks plan on.</summary>
    private static readonly double[] Folds = [0.5, 2.0 / 3];

    /// <summary>Shares of a peak that a node keeps for each replica, tried beside the whole of it.</summary>
    private static readonly double[] SharedPeaks = [0.75, 0.5, 0.25];

    /// <summary>Gets the share of node slots that may exceed the limit.</summary>
    public required double Risk { get; init; }

    /// <summary>Gets the end of what was planned on.</summary>
    public required DateTimeOffset Split { get; init; }

    /// <summary>Gets packing by the 99th percentile, which the others are compared with; <see langword="null"/> when no plan was found for it.</summary>
    public PredictorTrial? Baseline { get; init; }

    /// <summary>Gets the trials, the cheapest first.</summary>
    public required IReadOnlyList<PredictorTrial> Trials { get; init; }

    /// <summary>Gets the predictor to size by.</summary>
    public required PredictorTrial Chosen { get; init; }

    /// <summary>Gets why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets how many node slots the time not looked at holds under the chosen plan: a rate below one of them cannot be measured.</summary>
    public required long UnseenNodeSlots { get; init; }

    /// <summary>Gets whether the time not looked at is long enough to tell a kept risk from a broken one: at least ten violations would have been allowed.</summary>
    public bool IsMeasurable => UnseenNodeSlots * Risk >= 10;

    /// <summary>Compares the predictors of the library.</summary>
    /// <param name="input">The fleet, with its telemetry.</param>
    /// <param name="options">The packers, the target and the share of the telemetry to plan on.</param>
    /// <param name="risk">The share of node slots that may exceed the target share of a node's CPU or memory, above 0 and at most 0.5.</param>
    /// <param name="cancellationToken">Means "forget it".</param>
    /// <returns>The comparison, or <see langword="null"/> when there is too little telemetry to plan on any part of it, or no plan was found.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="risk"/> is out of its range.</exception>
    public static PredictorComparison? Run(StudyInput input, StudyOptions options, double risk, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        var headline = options.Headline with { Predictor = null, Risk = risk, ByRequest = false };
        if (input.History is not { SlotCount: >= 8 } history || options.BacktestPercent == 0)
        {
            return null;
        }

        var split = Backtest.SplitSlot(history.SlotCount, options.BacktestPercent);
        PredictorTrial? Try(string name, SizingVariant variant) => TryOne(input, options, history, split, name, variant, cancellationToken);
        var trials = Candidates(input).Select(p => Try(p.Name, headline with { Predictor = p })).OfType<PredictorTrial>()
            .OrderBy(t => t.PriceMicroDollarsPerHour).ThenBy(t => t.Nodes).ThenBy(t => t.CheckedLoad ?? double.PositiveInfinity).ToList();
        if (trials.Count == 0)
        {
            return null;
        }

        var safe = trials.Find(t => t.IsSafe);
        var chosen = safe ?? trials.MinBy(t => t.CheckedLoad ?? double.PositiveInfinity)!;
        return new()
        {
            Risk = risk,
            Split = history.StartOf(split),
            Baseline = Try("p99", headline with { Percentile = 99 }),
            Trials = trials,
            Chosen = chosen,
            Reason = safe is not null
                ? FormattableString.Invariant($"{chosen.Name} is the cheapest of {trials.Count(t => t.IsSafe)} of {trials.Count} predictors that kept the risk on parts of the first time that they had not seen: a load of {100 * chosen.CheckedLoad:0.#} % of the limit at most is exceeded so often, by what they can vouch for.")
                : FormattableString.Invariant($"no predictor kept the risk on parts of the first time that it had not seen; {chosen.Name} came nearest{(chosen.CheckedLoad is { } load ? FormattableString.Invariant($", at {100 * load:0.#} % of the limit") : "")}. Lower the target, or collect for longer."),
            UnseenNodeSlots = (long)chosen.Nodes * (history.SlotCount - split),
        };
    }

    private static IEnumerable<IPeakPredictor> Candidates(StudyInput input)
    {
        var ensemble = new EnsemblePredictor(new SigmaPredictor(), new PercentilePredictor());
        yield return new MaxPredictor();
        yield return new PercentilePredictor();
        yield return new SigmaPredictor();
        yield return new SigmaPredictor(5);
        yield return new DecayingHistogramPredictor();
        yield return new SeasonalPredictor();
        yield return new ResourceCentralPredictor();
        yield return ensemble;
        if (input.Fleet.Workloads.All(w => w.Requested.Count > 0 && w.Requested[0] > 0))
        {
            yield return new BorgDefaultPredictor();
        }

        foreach (var share in SharedPeaks)
        {
            yield return new SharedPeakPredictor(ensemble, share);
        }
    }

    private static PredictorTrial? TryOne(StudyInput input, StudyOptions options, UsageHistory history, int split, string name, SizingVariant variant, CancellationToken cancellationToken)
    {
        var load = 0.0;
        foreach (var fold in Folds)
        {
            var end = Math.Clamp((int)(split * fold), 1, split - 1);
            if (Plan(input, options, history, end, variant, cancellationToken) is not { } part)
            {
                return null;
            }

            var loads = NodeLimits.LoadsOf(part.Problem, part.Solved.Assignment!, history.Slice(end, split - end));
            var vouched = RiskQuantile.Of(loads, variant.Risk);
            vouched = double.IsInfinity(vouched) && variant.Predictor is MaxPredictor ? loads.Max(node => node.Max()) : vouched;
            load = Math.Max(load, Math.Max(vouched, loads.Max(node => NodeLimits.ExceededWith(node, variant.Risk))));
        }

        if (Plan(input, options, history, split, variant, cancellationToken) is not { } plan)
        {
            return null;
        }

        var unseen = history.Slice(split, history.SlotCount - split);
        var after = NodeLimits.LoadsOf(plan.Problem, plan.Solved.Assignment!, unseen);
        var over = after.Sum(node => (long)NodeLimits.Above(node));
        return new()
        {
            Name = name,
            Predictor = variant.Predictor,
            Nodes = plan.Solved.Check!.NodesInUse,
            PriceMicroDollarsPerHour = plan.Solved.Check.Cost.Nodes,
            CheckedLoad = double.IsFinite(load) ? load : null,
            OverloadMinutes = over * unseen.SlotWidth.TotalMinutes,
            ViolationRate = over / ((double)after.Count * unseen.SlotCount),
            WorstNodeRate = after.Max(NodeLimits.Above) / (double)unseen.SlotCount,
        };
    }

    private static (PlacementProblem Problem, SolveResult Solved)? Plan(StudyInput input, StudyOptions options, UsageHistory history, int end, SizingVariant variant, CancellationToken cancellationToken)
    {
        if (StudyModels.Size(input, input.Sizer, variant with { Until = history.StartOf(end) }) is not { } model)
        {
            return null;
        }

        var problem = ProblemCompiler.Compile(model);
        var solved = options.Packers.Solve(problem, options.BacktestSolve with { Start = null, Progress = null, TimeLimit = TimeSpan.FromHours(1) }, cancellationToken);
        return solved.Assignment is null ? null : (problem, solved);
    }
}
