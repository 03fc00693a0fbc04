using System.Text;

namespace Placement.Reporting;

/// <summary>Rows of cells, laid out for a terminal, as Markdown or on the page. A heading that ends in <c>&gt;</c> aligns its column to the right.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    public TextTable Add(params string[] cells)
    {
        _rows.Add(cells.Length == headings.Length ? cells : throw new ArgumentException($"The table has {headings.Length} columns; the row {cells.Length}."));
        return this;
    }

    public void WriteText(StringBuilder output, string indent)
    {
        string[] titles = [.. headings.Select(h => h.TrimEnd('>'))];
        int[] widths = [.. titles.Select((title, c) => _rows.Select(row => row[c].Length).Append(title.Length).Max())];
        foreach (var row in _rows.Prepend(titles))
        {
            var line = string.Join("  ", row.Select((cell, c) => headings[c].EndsWith('>') ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c])));
            output.Append(indent).Append(line.TrimEnd()).Append('\n');
        }
    }

    public void WriteMarkdown(StringBuilder output)
    {
        output.Append("| ").AppendJoin(" | ", headings.Select(h => h.TrimEnd('>'))).Append(" |\n");
        output.Append('|').AppendJoin('|', headings.Select(h => h.EndsWith('>') ? "---:" : "---")).Append("|\n");
        foreach (var row in _rows)
        {
            output.Append("| ").AppendJoin(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        }
    }

    public void Write(Markup output, string caption) => output.Table(caption, headings, _rows.Select(row => row.Select(cell => Markup.Escape(cell)).ToArray()));
}
