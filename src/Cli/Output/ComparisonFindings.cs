using Placement.Studies;

namespace Placement.Cli.Output;

/// <summary>Predictors compared at one risk, by names.</summary>
internal sealed record ComparisonFindings
{
    public required double Risk { get; init; }

    /// <summary>Gets the limit of a node, in percent of its CPU and memory.</summary>
    public required int LimitPercent { get; init; }

    public required string Chosen { get; init; }

    public required string Reason { get; init; }

    /// <summary>Gets whether the time not looked at is long enough to measure the risk.</summary>
    public required bool IsMeasurable { get; init; }

    public required long UnseenNodeSlots { get; init; }

    /// <summary>Gets the nodes that packing by the 99th percentile needs; null when it found no plan.</summary>
    public required int? NodesAtP99 { get; init; }

    public required IReadOnlyList<TrialFindings> Trials { get; init; }

    public static ComparisonFindings Of(PredictorComparison comparison, int limitPercent) => new()
    {
        Risk = comparison.Risk,
        LimitPercent = limitPercent,
        Chosen = comparison.Chosen.Name,
        Reason = comparison.Reason,
        IsMeasurable = comparison.IsMeasurable,
        UnseenNodeSlots = comparison.UnseenNodeSlots,
        NodesAtP99 = comparison.Baseline?.Nodes,
        Trials = [.. (comparison.Baseline is { } p99 ? comparison.Trials.Prepend(p99) : comparison.Trials).Select(t => new TrialFindings(
            t.Name, t.Nodes, t.PriceMicroDollarsPerHour, Math.Round(t.OverloadMinutes, 3), t.ViolationRate, t.WorstNodeRate, t.CheckedLoad is { } load ? Math.Round(load, 6) : null, t.IsSafe, t.ViolationRate <= comparison.Risk, t == comparison.Chosen))],
    };
}

/// <summary>One predictor: its plan, whether the checks within the first part kept the risk, and what the rest then measured.</summary>
internal sealed record TrialFindings(
    string Name, int Nodes, long PriceMicroDollarsPerHour, double OverloadMinutes, double ViolationRate, double WorstNodeRate, double? CheckedLoad, bool IsSafe, bool KeptUnseen, bool IsChosen);
