using System.Globalization;
using System.Text;
using Placement.Plans;

namespace Placement.Cli.Output;

/// <summary>A plan for people.</summary>
internal static class PlanText
{
    private const int MostSteps = 40;

    public static string Render(PlanDocument plan, int width)
    {
        var s = plan.Summary;
        var text = new StringBuilder();
        text.Append(s.Steps == 0
            ? "Nothing is worth moving.\n"
            : string.Create(CultureInfo.InvariantCulture, $"{s.MovedReplicas} replicas move in {s.Steps} steps and {s.Waves} waves; {s.NodesBefore} nodes in use become {s.NodesAfter}, which saves {Numbers.Dollars(s.SavingMicroDollarsPerHour)} dollars an hour.\n"));
        text.Append(CultureInfo.InvariantCulture, $"Planned time {Clock(s.MakespanMilliseconds)}; {(s.ExtraHops == 1 ? "1 move goes" : s.ExtraHops + " moves go")} through another node. Data grade {(plan.DataGrade.Length > 0 ? plan.DataGrade : "none")}.\n");
        text.Append(CultureInfo.InvariantCulture, $"No placement costs less than {Numbers.Dollars(plan.Bound.Value)} dollars an hour ({plan.Bound.Explanation}); this one costs {Numbers.Dollars(plan.TargetCost.Nodes)}.\n");
        if (s.Steps > 0)
        {
            var table = Tables.New(">wave", ">step", "what", "replica", "from", "to", ">dollars/h", "why");
            foreach (var (wave, step) in plan.Waves.SelectMany(w => w.Steps.Select(x => (w.Number, x))).Take(MostSteps))
            {
                table.Row(Numbers.Count(wave), Numbers.Count(step.Id), step.Kind.ToString(), step.Replica, step.From ?? "", step.To ?? "", Numbers.Dollars(step.SavingMicroDollarsPerHour), step.Reason.ToString());
            }

            text.Append('\n').Append(Tables.Render(table, width)).Append('\n');
            if (s.Steps > MostSteps)
            {
                text.Append(CultureInfo.InvariantCulture, $"and {s.Steps - MostSteps} more steps in the plan.\n");
            }
        }

        if (plan.FreedNodes.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nNodes freed, in order: {string.Join(", ", plan.FreedNodes.Select(f => $"{f.Node} (wave {f.AfterWave})"))}\n");
        }

        if (plan.Front.Count > 1)
        {
            var front = Tables.New(">moves", ">nodes", ">saves $/h", ">exposed replicas", ">moves cost $", "");
            foreach (var point in plan.Front)
            {
                front.Row(Numbers.Count(point.Moves), Numbers.Count(point.NodesInUse), Numbers.Dollars(point.SavingMicroDollarsPerHour), Numbers.Count(point.ExposedReplicas), Numbers.Dollars(point.MoveCostMicroDollars), point.IsChosen ? "this plan" : "");
            }

            text.Append("\nChoices between none and all (--max-moves, --max-minutes, --max-move-cost):\n").Append(Tables.Render(front, width)).Append('\n');
        }

        foreach (var kept in plan.Kept.Take(10))
        {
            text.Append(CultureInfo.InvariantCulture, $"\nNot moved: {kept.Replica} stays on {kept.Node ?? "no node"}: {kept.Reason}");
        }

        if (plan.Kept.Count > 10)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nand {plan.Kept.Count - 10} more moves that are not made.");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Clock(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 3_600_000:00}:{milliseconds / 60_000 % 60:00}:{milliseconds / 1_000 % 60:00}");
}
