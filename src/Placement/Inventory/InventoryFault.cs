namespace Placement.Inventory;

/// <summary>One fault in an inventory file: where it is, what stood there, the rule it breaks and a way out.</summary>
public sealed record InventoryFault
{
    /// <summary>Gets the file path, or <c>-</c> for standard input.</summary>
    public required string File { get; init; }

    /// <summary>Gets the line in the file, from 1; 0 when the file as a whole is meant.</summary>
    public long Line { get; init; }

    /// <summary>Gets the header of the column, or empty when the whole row or file is meant.</summary>
    public string Column { get; init; } = "";

    /// <summary>Gets the value as it stood there, cut at 100 characters; empty when there is none.</summary>
    public string Value { get; init; } = "";

    /// <summary>Gets the rule in words.</summary>
    public required string Rule { get; init; }

    /// <summary>Gets what to do about it.</summary>
    public string WayOut { get; init; } = "";

    /// <summary>Prints <c>file:line, column "x", value "y": rule way out</c>; what cannot be printed shows as a dot.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}" : File;
        var column = Column.Length > 0 ? $", column \"{Column}\"" : "";
        var value = Value.Length > 0 ? $", value \"{Value}\"" : "";
        return Printable($"{place}{column}{value}: {Rule}{(WayOut.Length > 0 ? " " : "")}{WayOut}");
    }

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) || c == '\uFFFD' ? '.' : c));
}
