using System.Globalization;
using System.Text;
using Placement.Studies;

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
                text.Append("What alone would let it run elsewhere, the smallest change first:\n");
                foreach (var change in e.WouldFit)
                {
                    text.Append("  ").Append(change).Append('\n');
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
}
