using System.Text;

namespace Placement.Reporting;

/// <summary>Renders the report as Markdown, for a pull request or a wiki.</summary>
internal static class MarkdownReport
{
    public static string Render(ReportDocument d)
    {
        var o = new StringBuilder();
        o.Append("# ").Append(d.Verdict.Line).Append("\n\n").Append(d.Verdict.Detail).Append("\n\n");
        ReportTables.Headline(d).WriteMarkdown(o);
        o.Append("\n- **Bound.** ").Append(d.Bound.Words).Append('\n');
        if (d.BindingFloor is { } floor)
        {
            o.Append("- **Binding floor.** ").Append(floor.Words).Append('\n');
        }

        o.Append("- **Data.** ").Append(ReportTables.DataLine(d)).Append('\n');
        o.Append("- **Sizing.** ").Append(ReportTables.SizedBy(d)).Append(".\n");
        if (d.Backtest is { } backtest)
        {
            o.Append("- **Unseen time.** ").Append(backtest.Words).Append('\n');
        }

        if (d.Risk is { } risk)
        {
            o.Append("- **Risk.** ").Append(risk.Words).Append(" Chosen: ").Append(risk.Reason).Append('\n');
        }

        Section(o, "Where the saving comes from", ReportTables.Savings(d));
        Section(o, "What sets the size of the fleet", ReportTables.Floor(d));
        Section(o, "Hot spots now", ReportTables.HotSpots(d.HotSpots?.ListNow ?? []));
        Section(o, "Hot spots after", ReportTables.HotSpots(d.HotSpots?.ListAfter ?? []));
        Section(o, "Predictors at the stated risk", ReportRisk.Table(d));
        Section(o, "Requests to change", ReportRightSizing.Table(d));
        Section(o, "What if", ReportTables.Sensitivity(d));
        Section(o, "Nodes that stay", ReportTables.Nodes(d.Nodes.Where(n => n.Stays), d.Money.Currency));
        Section(o, "Nodes to switch off", ReportTables.Nodes(d.Nodes.Where(n => !n.Stays), d.Money.Currency));
        Section(o, "How each figure was made", Figures(d));
        Section(o, "Sources", ReportTables.Sources(d));
        o.Append("\nPrices: ").Append(d.Data.PriceSource).Append("\n\n");
        foreach (var note in d.Notes)
        {
            o.Append("- ").Append(note).Append('\n');
        }

        return o.ToString();
    }

    private static TextTable Figures(ReportDocument d)
    {
        var table = new TextTable("figure", "value>", "formula", "from", "window", "size at", "prices");
        foreach (var f in d.Figures)
        {
            table.Add(f.Label, f.Text, f.Formula, string.Join(", ", f.From), f.Window ?? "", f.Percentile ?? "", f.PriceSource ?? "");
        }

        return table;
    }

    private static void Section(StringBuilder o, string title, TextTable table)
    {
        if (!table.IsEmpty)
        {
            o.Append("\n## ").Append(title).Append("\n\n");
            table.WriteMarkdown(o);
        }
    }
}
