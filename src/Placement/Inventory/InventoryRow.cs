namespace Placement.Inventory;

/// <summary>Which way a fraction goes: capacity down, demand up, money to the nearest.</summary>
internal enum Rounding
{
    Down,
    Up,
    Nearest,
}

/// <summary>Reads the values of one row; what does not read becomes a fault with its place.</summary>
internal readonly struct InventoryRow(InventoryTable table, string[] fields, long line, InventoryFaults faults)
{
    public long Line => line;

    /// <summary>Gets the text of a column, trimmed; empty when the file has no such column.</summary>
    public string Text(string column)
    {
        var text = table.Find(column) is { } place ? fields[place.Index].Trim() : "";
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            Fault(column, text, "The value is not valid UTF-8.", "Save the file as UTF-8.");
        }

        return text;
    }

    public string At(int index) => fields[index].Trim();

    /// <summary>Gets the text of a column that must not be empty; an empty one is a fault.</summary>
    public string Name(string column)
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            Fault(column, "", "The value is empty.", "Every row needs a name here.");
        }
        else if (text.AsSpan().ContainsAny(";|\r\n"))
        {
            Fault(column, text, "A name must not contain ; or |, which separate list entries.", "Rename it.");
        }

        return text;
    }

    /// <summary>Gets a whole number, or <see langword="null"/> when the field is empty or at fault.</summary>
    public int? Count(string column, int least, int most)
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            return null;
        }

        if (!int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var value) || value < least || value > most)
        {
            Fault(column, text, $"The value must be a whole number from {least} to {most}.", "");
            return null;
        }

        return value;
    }

    /// <summary>Gets millicores; a bare number is cores unless the header says otherwise.</summary>
    public long? Cpu(string column, Rounding rounding) =>
        Amount(column, InventoryUnits.CpuScale, "cores", InventoryUnits.MostMillicores, rounding, "4, 4 cores or 4000m");

    /// <summary>Gets bytes; a bare number needs a unit in the header.</summary>
    public long? Memory(string column, Rounding rounding) =>
        Amount(column, InventoryUnits.ByteScale, null, InventoryUnits.MostBytes, rounding, "16GiB, 16GB, 16384MiB, or a header such as memory_gib");

    /// <summary>Gets micro-dollars an hour, rounded to the nearest; a bare number is dollars an hour unless the header says otherwise.</summary>
    public long? Price(string column) =>
        Amount(column, InventoryUnits.PriceScale, "hour", InventoryUnits.MostMicroDollars, Rounding.Nearest, "0.192 (dollars an hour), or a header such as price_per_month");

    /// <summary>Splits a list at semicolons; empty entries are left out.</summary>
    public string[] List(string column) => Text(column).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public void Fault(string column, string value, string rule, string wayOut) => faults.Add(new()
    {
        File = table.Name,
        Line = line,
        Column = table.Find(column)?.Header ?? column,
        Value = value,
        Rule = rule,
        WayOut = wayOut,
    });

    private long? Amount(string column, Func<string, decimal?> scaleOf, string? bareUnit, long most, Rounding rounding, string examples)
    {
        var text = Text(column).TrimStart('$');
        if (text.Length == 0)
        {
            return null;
        }

        var headerUnit = table.Find(column)!.Value.Unit;
        if (!InventoryUnits.TrySplit(text, out var number, out var unit))
        {
            Fault(column, text, "The value is not a number.", $"Write {examples}; decimals take a point, thousands no separator.");
            return null;
        }

        if (unit.Length > 0 && headerUnit.Length > 0 && scaleOf(unit) != scaleOf(headerUnit))
        {
            Fault(column, text, $"The value says {unit}, the header says {headerUnit}.", "State the unit once.");
            return null;
        }

        var stated = unit.Length > 0 ? unit : headerUnit.Length > 0 ? headerUnit : bareUnit;
        if (stated is null)
        {
            Fault(column, text, "The value has no unit.", $"Write {examples}.");
            return null;
        }

        if (scaleOf(stated) is not { } scale)
        {
            Fault(column, text, $"The unit {stated} is unknown.", $"Write {examples}.");
            return null;
        }

        if (number < 0)
        {
            Fault(column, text, "The value is negative.", "Give 0 or more.");
            return null;
        }

        if (number > most / scale)
        {
            Fault(column, text, "The value is larger than any machine has.", "Maybe the unit is mistaken.");
            return null;
        }

        var exact = number * scale;
        return (long)(rounding switch { Rounding.Up => decimal.Ceiling(exact), Rounding.Down => decimal.Floor(exact), _ => decimal.Round(exact, MidpointRounding.AwayFromZero) });
    }
}
