using System.Text;

namespace Placement.Reporting;

/// <summary>Renders the report for a terminal: the first screen, then the tables, no colour and no line art.</summary>
internal static class TextReport
{
    private const int MaxRows = 40;

    public static string Render(ReportDocument d)
    {
        var o = new StringBuilder();
        o.Append(d.Verdict.Line).Append('\n').Append(d.Verdict.Detail).Append("\n\n");
        ReportTables.Headline(d).WriteText(o, "  ");
        o.Append('\n');
        o.Append("Bound    ").Append(d.Bound.Words).Append('\n');
        if (d.BindingFloor is { } floor)
        {
            o.Append("Floor    ").Append(floor.Words).Append('\n');
        }

        o.Append("Data     ").Append(ReportTables.DataLine(d)).Append('\n');
        o.Append("Sizing   ").Append(ReportTables.SizedBy(d)).Append('\n');
        if (d.Backtest is { } backtest)
        {
            o.Append("Unseen   ").Append(backtest.Words).Append('\n');
        }

        if (d.Risk is { } risk)
        {
            o.Append("Risk     ").Append(risk.Words).Append("\nChosen   ").Append(risk.Reason).Append('\n');
        }

        Section(o, "Where the saving comes from", ReportTables.Savings(d));
        Section(o, "What sets the size of the fleet", ReportTables.Floor(d));
        Section(o, "Hot spots now", ReportTables.HotSpots((d.HotSpots?.ListNow ?? []).Take(10)));
        Section(o, "Hot spots after", ReportTables.HotSpots((d.HotSpots?.ListAfter ?? []).Take(10)));
        Section(o, "Predictors at the stated risk", ReportRisk.Table(d));
        Section(o, "Requests to change", ReportRightSizing.Table(d));
        Section(o, "What if", ReportTables.Sensitivity(d));
        var staying = d.Nodes.Where(n => n.Stays).ToList();
        Section(o, $"Nodes that stay ({staying.Count})", ReportTables.Nodes(staying.Take(MaxRows), d.Money.Currency), staying.Count - MaxRows);
        var released = d.Nodes.Where(n => !n.Stays).ToList();
        Section(o, $"Nodes to switch off ({released.Count})", ReportTables.Nodes(released.Take(MaxRows), d.Money.Currency), released.Count - MaxRows);
        Section(o, "Sources", ReportTables.Sources(d));
        o.Append("\nPrices   ").Append(d.Data.PriceSource).Append('\n');
        foreach (var note in d.Notes)
        {
            o.Append("Note     ").Append(note).Append('\n');
        }

        return o.ToString();
    }

    private static void Section(StringBuilder o, string title, TextTable table, int more = 0)
    {
        if (!table.IsEmpty)
        {
            o.Append('\n').Append(title).Append('\n');
            table.WriteText(o, "  ");
            if (more > 0)
            {
                o.Append($"  … and {more} more in report.json and report.html\n");
            }
        }
    }
}
