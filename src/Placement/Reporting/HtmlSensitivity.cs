using System.Globalization;

namespace Placement.Reporting;

/// <summary>The sensitivity grid: a table for each failure rule, and switches that pick a cell when JavaScript is on.</summary>
internal static class HtmlSensitivity
{
    public static void Write(Markup m, ReportDocument d, Action open)
    {
        if (d.Sensitivity.Count == 0)
        {
            return;
        }

        open();
        m.Line("<p>Every cell was solved for itself, with a short limit; none is interpolated. The target is the share of a node that sizes may add up to; sizes are taken at a percentile of use; N+1 means that the nodes that stay have room for what any one of them holds.</p>");
        var targets = d.Sensitivity.Select(c => c.TargetPercent).Distinct().Order().ToList();
        var percentiles = d.Sensitivity.Select(c => c.Percentile).Distinct().OrderBy(p => p == "max" ? 1 : 0).ThenBy(p => p, StringComparer.Ordinal).ToList();
        var headline = d.Sensitivity.FirstOrDefault(c => c.IsHeadline) ?? d.Sensitivity[0];
        m.Line("<form class=\"whatif\" id=\"whatif\">");
        Pick(m, "Target", "target", targets.Select(t => (t.ToString(CultureInfo.InvariantCulture), t + " %", t == headline.TargetPercent)));
        Pick(m, "Sizes at", "percentile", percentiles.Select(p => (p, p, p == headline.Percentile)));
        Pick(m, "After the loss of a node", "loss", [("0", "may be short", !headline.SurvivesNodeLoss), ("1", "N+1", headline.SurvivesNodeLoss)]);
        m.Line("</form><div class=\"answer\" id=\"answer\" role=\"status\" aria-live=\"polite\"></div><div class=\"grid2\">");
        foreach (var survives in new[] { false, true })
        {
            m.Line($"<div><div class=\"scroll\"><table class=\"cells\"><caption>{(survives ? "N+1: room for the loss of any one node" : "Without room for the loss of a node")}</caption><thead><tr><th scope=\"col\">Sizes at</th>");
            foreach (var target in targets)
            {
                m.Raw($"<th scope=\"col\">{target} % target</th>");
            }

            m.Line("</tr></thead><tbody>");
            foreach (var percentile in percentiles)
            {
                m.Raw($"<tr><th scope=\"row\">{Markup.Escape(percentile)}</th>");
                foreach (var target in targets)
                {
                    Cell(m, d, d.Sensitivity.FirstOrDefault(c => c.TargetPercent == target && c.Percentile == percentile && c.SurvivesNodeLoss == survives));
                }

                m.Line("</tr>");
            }

            m.Line("</tbody></table></div></div>");
        }

        m.Line("</div></section>");
    }

    private static void Cell(Markup m, ReportDocument d, ReportCell? cell)
    {
        if (cell is null)
        {
            m.Raw("<td>–</td>");
            return;
        }

        var nodes = cell.Nodes is { } n ? Amounts.Count(n, "node") : "no plan";
        var saved = cell.Saved is { } s ? Amounts.PerMonth(s, d.Money.Currency) : "–";
        var answer = cell.Nodes is null ? "No plan keeps every rule." : $"{nodes}, {saved} saved a month.";
        var key = $"{cell.TargetPercent}-{cell.Percentile}-{(cell.SurvivesNodeLoss ? 1 : 0)}";
        m.Raw($"<td{(cell.IsHeadline ? " class=\"head\"" : "")} data-cell=\"{Markup.Escape(key)}\" data-nodes=\"{cell.Nodes}\" data-saved=\"{cell.Saved}\" data-status=\"{Markup.Escape(ReportTables.Status(cell))}\" data-answer=\"{Markup.Escape(answer)}\">"
            + $"<b>{Markup.Escape(nodes)}</b>{Markup.Escape(saved)}<br><span class=\"dim\">{Markup.Escape(ReportTables.Status(cell))}{(cell.IsHeadline ? ", headline" : "")}</span></td>");
    }

    private static void Pick(Markup m, string legend, string name, IEnumerable<(string Value, string Label, bool On)> choices)
    {
        m.Raw($"<fieldset><legend>{legend}</legend><span class=\"pick\">");
        foreach (var (value, label, on) in choices)
        {
            m.Raw($"<label><input type=\"radio\" name=\"{name}\" value=\"{Markup.Escape(value)}\"{(on ? " checked" : "")}><span>{Markup.Escape(label)}</span></label>");
        }

        m.Line("</span></fieldset>");
    }
}
