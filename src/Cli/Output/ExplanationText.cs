using System.Globalization;
using System.Text;
using Placement.Explanations;
using Placement.Problems;

namespace Placement.Cli.Output;

/// <summary>Explanations for people.</summary>
internal static class ExplanationText
{
    public static string Render(IReadOnlyList<ReplicaExplanation> found, bool all, int width)
    {
        var text = new StringBuilder();
        foreach (var e in found)
        {
            text.Append(CultureInfo.InvariantCulture, $"{e.Replica}: {(e.Now is null ? "does not run now" : $"runs on {e.Now}")}, {(e.Planned is null ? "has no place in any plan" : e.Planned == e.Now ? "stays there" : $"is planned on {e.Planned}")}; needs {Numbers.Cores(e.Demand[0])} cores and {Numbers.Gibibytes(e.Demand.Count > 1 ? e.Demand[^1] : 0)} GiB.\n");
            if (e.Move is { } move)
            {
                text.Append(Why(move));
            }

            var fits = e.Nodes.Where(n => n.Fits && n.IsOn && n.Node != e.Planned).Select(n => n.Node).ToList();
            var fitsOff = e.Nodes.Count(n => n.Fits && !n.IsOn && n.Node != e.Planned);
            text.Append(fits.Count == 0
                ? "Fits on no other node that stays on"
                : $"Would also fit on {string.Join(", ", fits.Take(8))}{(fits.Count > 8 ? $" and {fits.Count - 8} more" : "")}");
            text.Append(CultureInfo.InvariantCulture, $"{(fitsOff > 0 ? $"; and on {fitsOff} that can be switched off" : "")}.\n");
            var shown = e.Nodes.Where(n => !n.Fits && (n.IsOn || all)).ToList();
            if (shown.Count > 0)
            {
                var table = Tables.New("node", "against it");
                foreach (var n in shown.Take(all ? int.MaxValue : 20))
                {
                    table.Row(n.Node, string.Join("; ", n.Against));
                }

                text.Append(Tables.Render(table, width)).Append('\n');
                if (!all && shown.Count > 20)
                {
                    text.Append(CultureInfo.InvariantCulture, $"and {shown.Count - 20} more nodes; --all lists them.\n");
                }
            }

            if (e.WouldFit.Count > 0)
            {
                text.Append(e.Planned is null ? "What would let it run, the cheapest first:\n" : "What would let it run elsewhere, the cheapest first:\n");
                foreach (var set in e.WouldFit)
                {
                    text.Append(CultureInfo.InvariantCulture, $"  on {set.Node}: {set}; {Signed(set.PriceMicroDollarsPerHour)} an hour beside the plan without it\n");
                }
            }

            text.Append('\n');
        }

        if (found[0].Rules.Count > 0)
        {
            text.Append("What its rules cost (dollars an hour, solved again without each):\n");
            var table = Tables.New("rule", ">with", ">without", ">price", ">at most");
            foreach (var r in found[0].Rules)
            {
                table.Row(r.Rule, r.With is { } w ? Numbers.Dollars(w) : "-", r.Without is { } o ? Numbers.Dollars(o) : "-", r.Price is { } p ? Numbers.Dollars(p) : "-", r.With is { } top ? Numbers.Dollars(top - r.BoundWithout) : "-");
            }

            text.Append(Tables.Render(table, width)).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Why(MoveReason move)
    {
        if (move.StayingBreaks.Count > 0)
        {
            return $"It moves because it cannot stay beside the rest of the plan: {string.Join("; ", move.StayingBreaks)}.\n";
        }

        (string Name, Func<CostBreakdown, long> Of)[] terms =
        [
            ("nodes", c => c.Nodes), ("load above targets", c => c.Load), ("balance", c => c.Balance), ("moves of replicas", c => c.ReplicaMoves),
            ("moves of a workload", c => c.WorkloadMoves), ("moves between nodes", c => c.NodeMoves), ("unplaced", c => c.Unplaced), ("soft rules", c => c.SoftRules),
        ];
        var changed = terms.Select(t => (t.Name, By: t.Of(move.Plan) - t.Of(move.Staying))).Where(t => t.By != 0).Select(t => $"{t.Name} {Signed(t.By)}").ToList();
        return changed.Count == 0 ? "It could as well stay: the move changes no cost.\n" : $"It moves because that changes the cost an hour by {Signed(-move.Saves)}: {string.Join(", ", changed)}.\n";
    }

    private static string Signed(long microDollars) => $"{(microDollars < 0 ? "-" : "+")}{Numbers.Dollars(Math.Abs(microDollars))}";
}
