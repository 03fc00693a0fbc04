using System.Globalization;
using Placement.Studies;

namespace Placement.Reporting;

/// <summary>The risk that was stated, what keeps it, and the rate that was then measured on time not planned on.</summary>
internal sealed record ReportRisk
{
    /// <summary>The share of node slots that may exceed the limit, 0 to 0.5.</summary>
    public required double Risk { get; init; }

    /// <summary>The limit, in percent of a node's CPU and memory.</summary>
    public required int LimitPercent { get; init; }

    public required double SlotMinutes { get; init; }

    public required string Words { get; init; }

    public required string Predictor { get; init; }

    public required string Reason { get; init; }

    /// <summary>The share of node slots above the limit on held-out time; null when it could not be planned for.</summary>
    public required double? MeasuredRate { get; init; }

    /// <summary>Node slots of the held-out time.</summary>
    public required long MeasuredNodeSlots { get; init; }

    public required bool? Kept { get; init; }

    public required IReadOnlyList<ReportTrial> Trials { get; init; }

    public static ReportRisk? Of(StudyResult study)
    {
        if (study.Options.Comparison is not { } comparison)
        {
            return null;
        }

        var replay = study.Backtest?.Plan;
        var slots = replay is null ? 0 : (long)Math.Round(replay.NodeMinutes / replay.SlotWidth.TotalMinutes);
        double? rate = slots > 0 ? replay!.HotMinutes / replay.NodeMinutes : null;
        var limit = study.Options.Headline.TargetPercent;
        var width = study.Input.History!.SlotWidth.TotalMinutes;
        var saved = study.Before.Nodes - study.After.Nodes;
        var claim = string.Create(CultureInfo.InvariantCulture, $"saves {Amounts.Count(saved, "node")} at <= {Share(comparison.Risk)} chance that any {width:0.##}-minute slot exceeds the limit on a node ({limit} % of its CPU and memory).");
        var measured = rate is not { } share ? "No plan was found on the first part of the telemetry, so the rate is not measured."
            : string.Create(CultureInfo.InvariantCulture, $"Measured on the {Amounts.Minutes((study.Backtest!.End - study.Backtest.Split).TotalMinutes)} that the plan had not seen: {Share(share)} of {slots:#,##0} node slots, {(share <= comparison.Risk ? "kept" : "NOT kept")}.")
                + (slots * comparison.Risk < 10 ? " That is too little time to measure so rare a risk." : "");
        return new()
        {
            Risk = comparison.Risk,
            LimitPercent = limit,
            SlotMinutes = width,
            Words = char.ToUpperInvariant(claim[0]) + claim[1..] + " " + measured,
            Predictor = comparison.Chosen.Name,
            Reason = comparison.Reason,
            MeasuredRate = rate is { } exact ? Math.Round(exact, 8) : null,
            MeasuredNodeSlots = slots,
            Kept = rate is null ? null : rate <= comparison.Risk,
            Trials = [.. (comparison.Baseline is { } p99 ? comparison.Trials.Prepend(p99) : comparison.Trials)
                .Select(t => new ReportTrial(t.Name, t.Nodes, t.PriceMicroDollarsPerHour, Math.Round(t.OverloadMinutes, 3), Math.Round(t.ViolationRate, 8), Math.Round(t.WorstNodeRate, 8), t.CheckedLoad is { } load ? Math.Round(load, 6) : null, t == comparison.Chosen))],
        };
    }

    /// <summary>The predictors beside each other, all packed by the same greedy packer on the first part of the telemetry.</summary>
    public static TextTable Table(ReportDocument d)
    {
        var table = new TextTable("predictor", "nodes>", "spend a month>", "minutes above the limit>", "violations>", "worst node>", "load checked>", "");
        foreach (var trial in d.Risk?.Trials ?? [])
        {
            table.Add(trial.Name, Amounts.Number(trial.Nodes), Amounts.PerMonth(trial.Spend, d.Money.Currency), Amounts.Number((long)Math.Round(trial.MinutesAbove)), Share(trial.ViolationRate), Share(trial.WorstNodeRate), trial.CheckedLoad is { } load ? Amounts.Percent(load) : "unknown", trial.IsChosen ? "chosen" : "");
        }

        return table;
    }

    private static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.####} %");
}

/// <summary>One predictor. The checked load is what parts of the first time not seen vouch for, as a share of the limit; null where they are too short.</summary>
internal sealed record ReportTrial(string Name, int Nodes, long Spend, double MinutesAbove, double ViolationRate, double WorstNodeRate, double? CheckedLoad, bool IsChosen);
