using Placement.Studies;

namespace Placement.Reporting;

/// <summary>Advice on requests, with the right-sizing step of the saving split over the workloads that it comes from.</summary>
/// <param name="Words">What the step is, in a sentence.</param>
/// <param name="Saved">The step, in micro-units an hour: the sum of the rows' and of what is not attributed.</param>
/// <param name="Unattributed">What of it no workload's release explains.</param>
/// <param name="Rows">One a workload and resource.</param>
internal sealed record ReportRightSizing(string Words, long Saved, long Unattributed, IReadOnlyList<ReportAdvice> Rows)
{
    /// <summary>A step that saves is split over what is released, a step that costs over what is taken more, both by the price of the fleet's capacity.</summary>
    public static ReportRightSizing? Of(StudyResult study)
    {
        var advice = study.Input.RightSizing;
        if (advice.Count == 0)
        {
            return null;
        }

        var saved = study.Money.Parts.Where(p => p.Cause == SavingsCause.RightSizing).Sum(p => p.SavedMicroDollarsPerHour);
        var fleet = study.Input.Fleet;
        decimal[] bought = [.. fleet.Resources.Select((_, r) => Math.Max(1, fleet.Nodes.Sum(n => (decimal)n.Capacity[r])))];
        var parts = Apportionment.Split(saved, [.. advice.Select(a => Math.Max(0, Math.Sign(saved) * a.Released / bought[a.Resource]))]);
        var refused = advice.Count(a => a.Verdict == RightSizingVerdict.Refused);
        var words = $"{Amounts.Count(advice.Count(a => a.Verdict == RightSizingVerdict.Lower), "request")} can be lowered, {advice.Count(a => a.Verdict == RightSizingVerdict.Raise)} should be raised"
            + (refused > 0 ? $", {refused} cannot be judged by such thin data" : "")
            + ". The money is the step Right-sizing of the saving, split over the workloads; it is part of it, not on top.";
        return new(words, saved, saved - parts.Sum(), [.. advice.Select((a, i) => new ReportAdvice(
            a.Workload, fleet.Resources[a.Resource].Name, fleet.Resources[a.Resource].Unit, a.Replicas, a.Requested, a.Needed, a.StartUpPeak, a.Verdict.ToString(), a.Grade.ToString(), parts[i]))]);
    }

    /// <summary>The rows that ask for a change, the ones that save most first.</summary>
    public static TextTable Table(ReportDocument d)
    {
        var table = new TextTable("workload", "resource", "replicas>", "requested>", "needed>", "start-up peak>", "advice", "grade", "of the saving a month>");
        foreach (var row in (d.RightSizing?.Rows ?? []).Where(r => r.Verdict != nameof(RightSizingVerdict.Keep)).OrderByDescending(r => Math.Abs(r.Saved)).ThenBy(r => r.Workload, StringComparer.Ordinal).ThenBy(r => r.Resource, StringComparer.Ordinal).Take(20))
        {
            table.Add(
                row.Workload,
                row.Resource,
                Amounts.Number(row.Replicas),
                Amounts.Quantity(row.Requested, row.Unit),
                row.Needed is { } needed ? Amounts.Quantity(needed, row.Unit) : "",
                row.StartUpPeak is { } peak ? Amounts.Quantity(peak, row.Unit) : "",
                row.Verdict.ToLowerInvariant(),
                row.Grade,
                Amounts.PerMonth(row.Saved, d.Money.Currency));
        }

        return table;
    }
}

/// <summary>Advice on one request, for each replica; the saving over all of them, in micro-units an hour.</summary>
internal sealed record ReportAdvice(
    string Workload, string Resource, string Unit, int Replicas, long Requested, long? Needed, long? StartUpPeak, string Verdict, string Grade, long Saved);
