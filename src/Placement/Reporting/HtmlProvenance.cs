namespace Placement.Reporting;

/// <summary>How each figure was made: formula, sources with their hashes, window, percentile, prices, limits.</summary>
internal static class HtmlProvenance
{
    /// <summary>The files that a figure rests on, each with the start of its hash; the whole hash is in the table of sources.</summary>
    private static string From(ReportDocument d, ReportFigure figure) => string.Join("<br>", d.Data.Sources.Where(s => figure.From.Contains(s.Role)).Select(s =>
        $"<a href=\"#sources\">{Markup.Escape(s.Name.Split('/', '\\')[^1])}</a>{(s.Sha256.Length < 8 ? "" : $" <span class=\"hash\">{Markup.Escape(s.Sha256[..8])}</span>")}"));

    public static void Write(Markup m, ReportDocument d, Action open)
    {
        open();
        m.Line("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Figure</th><th scope=\"col\" class=\"n\">Value</th><th scope=\"col\">Formula</th><th scope=\"col\">From</th><th scope=\"col\">Window and percentile</th><th scope=\"col\">Prices</th></tr></thead><tbody>");
        foreach (var f in d.Figures)
        {
            m.Raw($"<tr id=\"f-{f.Id}\"><th scope=\"row\">").Text(f.Label).Raw("</th><td class=\"n\">").Text(f.Text).Raw("</td><td>").Text(f.Formula).Raw("</td><td>")
                .Raw(From(d, f)).Raw("</td><td>").Text(string.Join("; ", new[] { f.Window, f.Percentile }.Where(s => s is not null))).Raw("</td><td>").Text(f.PriceSource ?? "–").Line("</td></tr>");
        }

        m.Line("</tbody></table></div>");
        m.Line("<h3 id=\"sources\">Sources</h3>");
        if (d.Data.Sources.Count == 0)
        {
            m.Line("<p class=\"dim\">No files: the study was given its data by a program.</p>");
        }
        else
        {
            m.Table("", ["Role", "File", "Rows>", "Set aside>", "SHA-256"], d.Data.Sources.Select(s => new[]
            {
                Markup.Escape(s.Role), Markup.Escape(s.Name), Amounts.Number(s.Rows), Amounts.Number(s.QuarantinedRows), $"<span class=\"hash\">{Markup.Escape(s.Sha256.Length == 0 ? "–" : s.Sha256)}</span>",
            }));
        }

        m.Line("<h3>Limits and assumptions</h3><ul class=\"notes\">");
        m.Line($"<li>Prices: {Markup.Escape(d.Data.PriceSource)}</li>");
        m.Line($"<li>Solved by {Markup.Escape(d.Solve.Solver)}, seed {d.Solve.Seed}, {d.Solve.Threads} thread{(d.Solve.Threads == 1 ? "" : "s")}, time limit {d.Solve.TimeLimitSeconds:0.###} s{(d.Solve.WorkLimit is { } work ? $", work limit {Amounts.Number(work)}" : "")}; ended as {Markup.Escape(d.Bound.Status)}, bound by {Markup.Escape(d.Bound.Argument)}.</li>");
        foreach (var note in d.Sizing.Notes.Concat(d.Notes))
        {
            m.Line($"<li>{Markup.Escape(note)}</li>");
        }

        m.Line("</ul></section>");
    }
}
