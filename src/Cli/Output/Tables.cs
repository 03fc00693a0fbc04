using Spectre.Console;

namespace Placement.Cli.Output;

/// <summary>Plain tables of a fixed width, the same on a terminal and in a file.</summary>
internal static class Tables
{
    /// <summary>Longer cells are cut: a table that wraps cannot be read. JSON has them whole.</summary>
    private const int Longest = 64;

    public static Table New(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        foreach (var column in columns)
        {
            // A heading that starts with > is of numbers.
            var isNumber = column.StartsWith('>');
            var heading = new TableColumn(Markup.Escape(isNumber ? column[1..] : column)) { NoWrap = isNumber || table.Columns.Count > 0 };
            table.AddColumn(isNumber ? heading.RightAligned() : heading);
        }

        return table;
    }

    public static void Row(this Table table, params ReadOnlySpan<string> cells)
    {
        var row = new List<Text>();
        foreach (var cell in cells)
        {
            row.Add(new Text(cell.Length <= Longest ? cell : string.Concat(cell.AsSpan(0, Longest - 1), "…")) { Overflow = Overflow.Ellipsis });
        }

        table.AddRow(row);
    }

    public static string Render(Table table, int width)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);
        return string.Join('\n', text.ToString().Split('\n').Select(l => l.TrimEnd())).Trim('\n');
    }
}
