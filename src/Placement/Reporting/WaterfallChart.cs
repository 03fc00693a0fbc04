namespace Placement.Reporting;

/// <summary>Draws the way from the spend now to the spend after as bars, with the bound and the greedy baseline as lines.</summary>
internal static class WaterfallChart
{
    private const int Left = 150;
    private const int Right = 150;
    private const int Width = 1000;
    private const int Row = 34;

    public static void Draw(Markup m, ReportDocument d)
    {
        var money = d.Money;
        var rows = money.Parts.Count + 2;
        var height = (rows * Row) + 34;
        var scale = money.SpendNow == 0 ? 0 : (Width - Left - Right) / (double)Math.Max(money.SpendNow, money.Parts.Count == 0 ? 0 : money.Parts.Max(p => p.To));
        var spoken = $"Spend falls from {Amounts.PerMonth(money.SpendNow, money.Currency)} to {Amounts.PerMonth(money.SpendAfter, money.Currency)} a month: "
            + string.Join(", ", money.Parts.Select(p => $"{p.Label.ToLowerInvariant()} saves {Amounts.PerMonth(p.Saved, money.Currency)}"));
        m.Line($"<figure><svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{Markup.Escape(spoken)}\">");
        var y = 0;
        Bar(m, ref y, "Spend now", "bar", 0, money.SpendNow * scale, Amounts.PerMonth(money.SpendNow, money.Currency));
        foreach (var part in money.Parts)
        {
            var (low, high) = (Math.Min(part.From, part.To), Math.Max(part.From, part.To));
            Bar(m, ref y, part.Label, part.Saved >= 0 ? "save" : "cost", low * scale, (high - low) * scale, (part.Saved > 0 ? "−" : part.Saved < 0 ? "+" : "") + Amounts.PerMonth(Math.Abs(part.Saved), money.Currency));
        }

        Bar(m, ref y, "Spend after", "rest", 0, money.SpendAfter * scale, Amounts.PerMonth(money.SpendAfter, money.Currency));
        var bound = Left + (d.Bound.Value * scale);
        m.Line($"<line class=\"rule\" x1=\"{Markup.Number(bound)}\" x2=\"{Markup.Number(bound)}\" y1=\"0\" y2=\"{y + 6}\"/>");
        m.Line($"<text class=\"m\" x=\"{Markup.Number(bound)}\" y=\"{y + 22}\" text-anchor=\"middle\">bound {Markup.Escape(Amounts.PerMonth(d.Bound.Value, money.Currency))}</text>");
        m.Line("</svg><figcaption>The dashed line is the proven bound: no plan with these sizes and rules costs less.</figcaption></figure>");
    }

    private static void Bar(Markup m, ref int y, string label, string style, double from, double length, string text)
    {
        var x = Left + from;
        var end = x + Math.Max(length, 1.5);
        m.Line($"<text x=\"{Left - 14}\" y=\"{y + 20}\" text-anchor=\"end\" font-size=\"14\">{Markup.Escape(label)}</text>"
            + $"<rect class=\"{style}\" x=\"{Markup.Number(x)}\" y=\"{y + 5}\" width=\"{Markup.Number(end - x)}\" height=\"{Row - 12}\" rx=\"2\"/>"
            + $"<text x=\"{Markup.Number(end + 10)}\" y=\"{y + 20}\" font-size=\"14\">{Markup.Escape(text)}</text>");
        y += Row;
    }
}
