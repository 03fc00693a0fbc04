using System.Globalization;
using System.Text;

namespace Placement.Plans;

/// <summary>Renders a plan for review, as the text of a pull request.</summary>
public static class PlanMarkdown
{
    private const int MostSteps = 200;

    /// <summary>Renders a plan. Money is shown in dollars; a month has 730 hours.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="planSha256">The SHA-256 of the plan file's bytes, which an approval signs; empty leaves it out.</param>
    public static string Render(PlanDocument document, string planSha256 = "")
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder();
        var s = document.Summary;
        Line($"# Plan: {s.NodesBefore} -> {s.NodesAfter} nodes, {Dollars(s.SavingMicroDollarsPerHour * 730)} a month less");
        Line("");
        if (s.Steps == 0)
        {
            Line("No change is worth making. The fleet stays as it is.");
            Line("");
        }

        Line("| | before | after |");
        Line("|---|--:|--:|");
        Line($"| nodes in use | {s.NodesBefore} | {s.NodesAfter} |");
        Line($"| nodes, $ an hour | {Dollars(document.StartCost.Nodes)} | {Dollars(document.TargetCost.Nodes)} |");
        Line($"| whole cost, micro-dollars an hour | {document.StartCost.Total} | {document.TargetCost.Total} |");
        Line($"| no plan costs less than | | {document.Bound.Value} ({Cell(document.Bound.Explanation)}) |");
        Line("");
        Line($"- **Moves**: {s.MovedReplicas} replicas in {s.Steps} steps and {s.Waves} waves, {s.ExtraHops} extra hops, about {Duration(s.MakespanMilliseconds)}.");
        Line($"- **Money**: saves {Dollars(s.SavingMicroDollarsPerHour)} an hour, the moves cost {Dollars(s.MoveCostMicroDollars)} once{(s.PaybackHours is { } h ? string.Create(CultureInfo.InvariantCulture, $" and pay back in {h:0.##} h") : "")}.");
        Line($"- **Risk**: {s.ExposedReplicas} replicas will run on nodes above the risk level. Every step is safe while it runs, with old and new copies both charged.");
        Line($"- **Data**: grade {(document.DataGrade.Length == 0 ? "not given" : document.DataGrade)}; solver {(document.Solver.Length == 0 ? "not given" : document.Solver)}; snapshot `{document.Snapshot.ModelSha256}`.");
        if (planSha256.Length > 0)
        {
            Line($"- **Approve** the plan with SHA-256 `{planSha256}`.");
        }

        Line("");
        if (document.FreedNodes.Count > 0)
        {
            Line("## Nodes freed");
            Line("");
            Line("| node | after wave | $ an hour |");
            Line("|---|--:|--:|");
            foreach (var node in document.FreedNodes)
            {
                Line($"| {Cell(node.Node)} | {node.AfterWave} | {Dollars(node.PriceMicroDollarsPerHour)} |");
            }

            Line("");
        }

        if (document.Kept.Count > 0)
        {
            Line("## Moves not made");
            Line("");
            Line("| replica | stays on | wanted | reason |");
            Line("|---|---|---|---|");
            foreach (var kept in document.Kept.Take(MostSteps))
            {
                Line($"| {Cell(kept.Replica)} | {Cell(kept.Node ?? "no node")} | {Cell(kept.Wanted ?? "no node")} | {kept.Cause}: {Cell(kept.Reason)} |");
            }

            More(document.Kept.Count);
        }

        if (document.Front.Count > 1)
        {
            Line("## Choices");
            Line("");
            Line("| moves | nodes | saves $ an hour | replicas exposed | moves cost $ | |");
            Line("|--:|--:|--:|--:|--:|---|");
            foreach (var point in document.Front)
            {
                Line($"| {point.Moves} | {point.NodesInUse} | {Dollars(point.SavingMicroDollarsPerHour)} | {point.ExposedReplicas} | {Dollars(point.MoveCostMicroDollars)} | {(point.IsChosen ? "this plan" : "")} |");
            }

            Line("");
        }

        var shown = 0;
        foreach (var wave in document.Waves.TakeWhile(_ => shown < MostSteps))
        {
            Line($"## Wave {wave.Number}, about {Duration(wave.Milliseconds)}");
            Line("");
            Line("| step | | replica | from | to | why | saves $ an hour | pays back |");
            Line("|--:|---|---|---|---|---|--:|--:|");
            foreach (var step in wave.Steps)
            {
                shown++;
                Line($"| {step.Id} | {step.Kind} | {Cell(step.Replica)} | {Cell(step.From ?? "")} | {Cell(step.To ?? "")} | {Cell(step.Why)} | {Dollars(step.SavingMicroDollarsPerHour)} | {(step.PaybackHours is { } hours ? string.Create(CultureInfo.InvariantCulture, $"{hours:0.##} h") : "")} |");
            }

            Line("");
        }

        if (shown < s.Steps)
        {
            Line($"{s.Steps - shown} more steps are in plan.json.");
            Line("");
        }

        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
        void More(int count)
        {
            if (count > MostSteps)
            {
                Line("");
                Line($"{count - MostSteps} more are in plan.json.");
            }

            Line("");
        }
    }

    private static string Dollars(long microDollars) => (microDollars / 1_000_000m).ToString(Math.Abs(microDollars) < 1_000_000 ? "0.######" : "#,0.00", CultureInfo.InvariantCulture);

    private static string Duration(long milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        return string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
    }

    /// <summary>A name or sentence that cannot break out of its cell, whatever is in it.</summary>
    private static string Cell(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("`", "\\`", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
