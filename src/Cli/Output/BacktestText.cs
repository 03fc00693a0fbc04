using System.Globalization;
using System.Text;

namespace Placement.Cli.Output;

/// <summary>A backtest for people.</summary>
internal static class BacktestText
{
    public static string Render(BacktestFindings found, int width)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Planned on {Numbers.Time(found.Start)} to {Numbers.Time(found.PlannedUntil)}, replayed until {Numbers.Time(found.End)} (UTC), which the plan has not seen.\n\n");
        var table = Tables.New("", ">nodes", ">dollars/h", ">overload min", ">of node time", ">hot min", ">without samples");
        Add(table, "plan", found.Plan);
        Add(table, "as it is", found.AsItIs);
        text.Append(Tables.Render(table, width)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"\nNo plan on this data costs less than {Numbers.Dollars(found.BoundMicroDollarsPerHour)} dollars an hour: {found.BoundExplanation}.\n");
        text.Append("An overload minute is one node above its capacity for one minute; a hot one is above its target. Data grade ").Append(found.DataGrade).Append(".\n");
        if (found.Predictors is { } predictors)
        {
            Append(text, predictors, width);
        }

        foreach (var (name, replay) in new[] { ("the plan", found.Plan), ("the fleet as it is", found.AsItIs) })
        {
            if (replay.WorstNodes.Count == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"\nUnder {name} no node is ever hot.\n");
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"\nWorst nodes under {name}:\n");
            var nodes = Tables.New("node", "resource", ">overload min", ">hot min", ">peak %");
            foreach (var node in replay.WorstNodes.Take(10))
            {
                nodes.Row(node.Node, node.Resource, Numbers.Count(node.OverloadMinutes), Numbers.Count(node.HotMinutes), node.PeakPercent.ToString("0.0", CultureInfo.InvariantCulture));
            }

            text.Append(Tables.Render(nodes, width)).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Rate(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.####} %");

    private static void Append(StringBuilder text, ComparisonFindings found, int width)
    {
        var risk = Rate(found.Risk);
        text.Append(CultureInfo.InvariantCulture, $"\nPredictors at {risk} risk that a time slot exceeds {found.LimitPercent} % of a node's CPU or memory; all packed by the same greedy packer:\n");
        var table = Tables.New("predictor", ">nodes", ">dollars/h", ">minutes above", ">violations", ">worst node", ">load checked", "safe", "kept unseen");
        foreach (var trial in found.Trials)
        {
            table.Row(
                trial.IsChosen ? trial.Name + " (chosen)" : trial.Name,
                Numbers.Count(trial.Nodes),
                Numbers.Dollars(trial.PriceMicroDollarsPerHour),
                Numbers.Count(trial.OverloadMinutes),
                Rate(trial.ViolationRate),
                Rate(trial.WorstNodeRate),
                trial.CheckedLoad is { } load ? Numbers.Percent(load) : "unknown",
                trial.IsSafe ? "yes" : "no",
                trial.KeptUnseen ? "yes" : "no");
        }

        text.Append(Tables.Render(table, width)).Append('\n');
        text.Append("Chosen: ").Append(found.Reason).Append('\n');
        if (!found.IsMeasurable)
        {
            text.Append(CultureInfo.InvariantCulture, $"The time not looked at has {found.UnseenNodeSlots} node slots, too few to measure {risk}: ten violations should have been allowed.\n");
        }
    }

    private static void Add(Spectre.Console.Table table, string name, ReplayFindings replay) => table.Row(
        name,
        Numbers.Count(replay.Nodes),
        Numbers.Dollars(replay.PriceMicroDollarsPerHour),
        Numbers.Count(replay.OverloadMinutes),
        Numbers.Percent(replay.NodeMinutes > 0 ? replay.OverloadMinutes / replay.NodeMinutes : 0),
        Numbers.Count(replay.HotMinutes),
        Numbers.Count(replay.ReplicasWithoutSamples));
}
