using System.Text.Json;

namespace Placement.Reporting;

/// <summary>Renders the report as one self-contained page: readable without JavaScript, printable, light and dark, no other file and no network.</summary>
internal static class HtmlReport
{
    public static string Render(ReportDocument d)
    {
        var m = new Markup();
        m.Line("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        m.Line("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">");
        m.Line($"<title>{Markup.Escape(d.Verdict.Line)} – {Markup.Escape(d.Fleet)}</title>\n<link rel=\"icon\" href=\"data:,\">");
        m.Line("<style>").Raw(Resource("report.css")).Line("</style>\n</head>\n<body>");
        m.Line("<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<div class=\"wrap\">");
        m.Line($"<div class=\"top\"><span>Cost-savings report · <b>{Markup.Escape(d.Fleet)}</b></span><span class=\"tools\"><button type=\"button\" id=\"theme\">Theme: auto</button><button type=\"button\" id=\"download\">report.json</button></span></div>");
        m.Line("<main id=\"main\">");
        Hero(m, d);
        HtmlSections.All(m, d);
        m.Line("</main>");
        m.Line($"<footer>Made by {Markup.Escape(d.Tool.Name)} {Markup.Escape(d.Tool.Version)}, report version {Markup.Escape(d.SchemaVersion)}. This page holds its own data (report.json) and loads nothing.</footer>");
        m.Line("</div>");
        m.Raw("<script type=\"application/json\" id=\"report-data\">").Raw(Compact(d)).Line("</script>");
        m.Line("<script>").Raw(Resource("report.js")).Line("</script>\n</body>\n</html>");
        return m.ToString();
    }

    /// <summary>A figure that links to how it was made.</summary>
    public static string Figure(ReportDocument d, string id) =>
        d.FindFigure(id) is { } f ? $"<a class=\"fig\" href=\"#f-{f.Id}\" data-figure=\"{f.Id}\" title=\"{Markup.Escape(f.Formula)}\">{Markup.Escape(f.Text)}</a>" : "–";

    private static void Hero(Markup m, ReportDocument d)
    {
        m.Line($"<h1>{Markup.Escape(d.Verdict.Line)}</h1>\n<p class=\"lead\">{Markup.Escape(d.Verdict.Detail)}</p>\n<dl class=\"kpis\">");
        Card(m, "main wide", "Saved a month", Figure(d, "saved-month"), "and " + Figure(d, "saved-year") + " a year");
        Card(m, "wide", "Spend a month", Change(d, "spend-now-month", "spend-after-month"), Markup.Escape(d.Money.SpendNow == 0 ? "no prices are known" : $"{Amounts.Share(d.Money.Saved, d.Money.SpendNow)} less, for the same work"));
        Card(m, "wide", "Nodes", Change(d, "nodes-now", "nodes-after"), Markup.Escape($"{Amounts.Count(d.Solve.Replicas, "replica")} of {Amounts.Count(d.Solve.Workloads, "workload")}"));
        foreach (var r in d.Resources)
        {
            var label = d.Figure(r.Name + "-utilisation-after").Label;
            Card(
                m,
                d.Resources.Count % 3 == 0 ? "wide" : "half",
                label[..label.LastIndexOf(',')],
                d.FindFigure(r.Name + "-utilisation-now") is null ? HtmlReport.Figure(d, r.Name + "-utilisation-after") : Change(d, r.Name + "-utilisation-now", r.Name + "-utilisation-after"),
                Markup.Escape($"{Amounts.Quantity(r.UsedAfter, r.Unit)} of {Amounts.Quantity(r.BoughtAfter, r.Unit)} after"));
        }

        m.Line("</dl>\n<dl class=\"facts\">");
        Fact(m, "Bound", Markup.Escape(d.Bound.Words));
        if (d.BindingFloor is { } floor)
        {
            Fact(m, "Binding floor", Markup.Escape(floor.Words));
        }

        if (d.Backtest is { } backtest)
        {
            Fact(m, "Unseen time", Markup.Escape(backtest.Words));
        }

        if (d.Risk is { } risk)
        {
            Fact(m, "Risk", Markup.Escape($"{risk.Words} Chosen: {risk.Reason}"));
        }

        if (d.RightSizing is { } advice)
        {
            Fact(m, "Right-sizing", Markup.Escape(advice.Words));
        }

        var grade = d.Data.Grade.Length == 0 ? "" : $"<span class=\"grade{(d.Data.Grade is "A" or "B" ? "" : " low")}\">{Markup.Escape(d.Data.Grade)}</span>";
        Fact(m, "Data", grade + Markup.Escape(ReportTables.DataLine(d)));
        Fact(m, "Sizing", Markup.Escape(ReportTables.SizedBy(d) + "."));
        m.Line("</dl>");
    }

    private static string Change(ReportDocument d, string now, string after) =>
        $"<span class=\"was\">{Figure(d, now)}</span><span class=\"arrow\" aria-label=\"to\">→</span>{Figure(d, after)}";

    private static void Card(Markup m, string style, string label, string value, string below) =>
        m.Line($"<div class=\"kpi {style}\"><dt>{Markup.Escape(label)}</dt><dd>{value}</dd><dd class=\"sub\">{below}</dd></div>");

    private static void Fact(Markup m, string label, string html) => m.Line($"<dt>{label}</dt><dd>{html}</dd>");

    /// <summary>The same content as report.json without white space; the serializer has escaped every character that could end the script element.</summary>
    private static string Compact(ReportDocument d) => JsonSerializer.SerializeToNode(d, ReportJsonContext.Default.ReportDocument)!.ToJsonString();

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("Placement.Reporting." + name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
