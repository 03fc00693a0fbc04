using Placement.Backtesting;
using Placement.Studies;

namespace Placement.Cli.Output;

/// <summary>What a backtest found, by names.</summary>
internal sealed record BacktestFindings
{
    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset PlannedUntil { get; init; }

    public required DateTimeOffset End { get; init; }

    public required ReplayFindings Plan { get; init; }

    public required ReplayFindings AsItIs { get; init; }

    /// <summary>Gets the grade of the data, A to D.</summary>
    public required string DataGrade { get; init; }

    /// <summary>Gets the bound on the plan's cost, in micro-dollars an hour.</summary>
    public required long BoundMicroDollarsPerHour { get; init; }

    public required string BoundExplanation { get; init; }

    /// <summary>Gets the predictors compared; null when no risk was stated.</summary>
    public ComparisonFindings? Predictors { get; init; }

    public static BacktestFindings Of(StudyResult study, BacktestResult backtest) => new()
    {
        Start = backtest.Start,
        PlannedUntil = backtest.Split,
        End = backtest.End,
        Plan = ReplayFindings.Of(study, backtest.Plan!, backtest.Solved.Check!.Cost.Nodes),
        AsItIs = ReplayFindings.Of(study, backtest.Current, study.Money.SpendNow),
        DataGrade = study.Input.DataGrade,
        BoundMicroDollarsPerHour = backtest.Solved.Bound.Value,
        BoundExplanation = backtest.Solved.Bound.Explanation,
        Predictors = study.Options.Comparison is { } comparison ? ComparisonFindings.Of(comparison, study.Options.Headline.TargetPercent) : null,
    };
}

/// <summary>What one assignment would have gone through on unseen time.</summary>
internal sealed record ReplayFindings
{
    public required int Nodes { get; init; }

    public required long PriceMicroDollarsPerHour { get; init; }

    /// <summary>Gets node-minutes above capacity.</summary>
    public required double OverloadMinutes { get; init; }

    /// <summary>Gets node-minutes above the target.</summary>
    public required double HotMinutes { get; init; }

    public required double NodeMinutes { get; init; }

    /// <summary>Gets how many replicas have no samples and were charged their demand.</summary>
    public required int ReplicasWithoutSamples { get; init; }

    /// <summary>Gets the nodes that were overloaded or hot, the worst first.</summary>
    public required IReadOnlyList<NodeFindings> WorstNodes { get; init; }

    public static ReplayFindings Of(StudyResult study, ReplayResult replay, long price) => new()
    {
        Nodes = replay.Nodes.Select(n => n.Node).Distinct().Count(),
        PriceMicroDollarsPerHour = price,
        OverloadMinutes = replay.OverloadMinutes,
        HotMinutes = replay.HotMinutes,
        NodeMinutes = replay.NodeMinutes,
        ReplicasWithoutSamples = replay.ReplicasWithoutSamples,
        WorstNodes =
        [
            .. replay.Nodes.Where(n => n.HotSlots > 0).OrderByDescending(n => n.OverloadSlots).ThenByDescending(n => n.HotSlots).ThenBy(n => n.Node).Take(20)
                .Select(n => new NodeFindings(
                    study.Model.Nodes[n.Node].Id,
                    study.Model.Resources[n.Resource].Name,
                    n.OverloadSlots * replay.SlotWidth.TotalMinutes,
                    n.HotSlots * replay.SlotWidth.TotalMinutes,
                    study.Input.Fleet.Nodes[n.Node].Capacity[n.Resource] is > 0 and var capacity ? Math.Round(100.0 * n.Peak / capacity, 1) : 0)),
        ],
    };
}

/// <summary>One node of a replay.</summary>
internal sealed record NodeFindings(string Node, string Resource, double OverloadMinutes, double HotMinutes, double PeakPercent);
