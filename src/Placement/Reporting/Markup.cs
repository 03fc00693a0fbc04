using System.Globalization;
using System.Net;
using System.Text;

namespace Placement.Reporting;

/// <summary>Writes HTML; every text goes through <see cref="Escape"/>.</summary>
internal sealed class Markup
{
    private readonly StringBuilder _output = new();

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public Markup Raw(string html)
    {
        _output.Append(html);
        return this;
    }

    public Markup Text(string text)
    {
        _output.Append(Escape(text));
        return this;
    }

    public Markup Line(string html)
    {
        _output.Append(html).Append('\n');
        return this;
    }

    /// <summary>Writes a whole table; a heading that ends in <c>&gt;</c> aligns its column to the right. The first cell of a row is its heading.</summary>
    public Markup Table(string caption, string[] headings, IEnumerable<string[]> rows, Func<int, string>? rowClass = null)
    {
        Line("<div class=\"scroll\"><table>");
        if (caption.Length > 0)
        {
            Line($"<caption>{Escape(caption)}</caption>");
        }

        Raw("<thead><tr>");
        foreach (var heading in headings)
        {
            Raw($"<th scope=\"col\"{(heading.EndsWith('>') ? " class=\"n\"" : "")}>{Escape(heading.TrimEnd('>'))}</th>");
        }

        Line("</tr></thead><tbody>");
        foreach (var (index, row) in rows.Index())
        {
            Raw(rowClass?.Invoke(index) is { Length: > 0 } name ? $"<tr class=\"{name}\">" : "<tr>");
            for (var c = 0; c < row.Length; c++)
            {
                var right = headings[c].EndsWith('>') ? " class=\"n\"" : "";
                Raw(c == 0 ? $"<th scope=\"row\"{right}>{row[c]}</th>" : $"<td{right}>{row[c]}</td>");
            }

            Line("</tr>");
        }

        return Line("</tbody></table></div>");
    }

    public override string ToString() => _output.ToString();
}
