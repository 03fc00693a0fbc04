namespace Placement.Inventory;

/// <summary>What the values of a column are.</summary>
internal enum ColumnKind
{
    Text,
    Count,
    Cpu,
    Memory,
    Price,
}

/// <summary>A column that a file may have: its name here, the headers it goes by, and the unit that a header implies.</summary>
/// <param name="Name">The name in messages and in column mappings.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="IsRequired">Whether a file without it is refused.</param>
/// <param name="Headers">Other headers it goes by, normalised (lower case, words joined by _), each with the unit it implies after a colon.</param>
internal sealed record InventoryColumn(string Name, ColumnKind Kind, bool IsRequired, params string[] Headers)
{
    private static readonly string[] CpuHeaders =
        ["cpus:cores", "cores:cores", "vcpu:cores", "vcpus:cores", "cpu_cores:cores", "cpu_milli:m", "cpu_millicores:m", "cpu_m:m", "millicores:m"];

    private static readonly string[] MemoryHeaders =
        [.. from stem in new[] { "memory", "mem", "ram" }
            from unit in new[] { "", "bytes", "b", "kib", "kb", "mib", "mb", "gib", "gb", "tib", "tb" }
            where stem != "memory" || unit.Length > 0
            select unit.Length == 0 ? stem : $"{stem}_{unit}:{unit}"];

    private static readonly string[] PriceHeaders =
        ["price_per_hour:hour", "price_hour:hour", "hourly_price:hour", "usd_per_hour:hour", "price_usd_per_hour:hour", "cost_per_hour:hour", "hourly_cost:hour",
         "price_per_month:month", "monthly_price:month", "usd_per_month:month", "cost_per_month:month", "monthly_cost:month", "price_microdollars_per_hour:micro"];

    public static InventoryColumn Cpu(bool isRequired) => new("cpu", ColumnKind.Cpu, isRequired, CpuHeaders);

    public static InventoryColumn Memory(bool isRequired) => new("memory", ColumnKind.Memory, isRequired, MemoryHeaders);

    public static InventoryColumn Price(bool isRequired) => new("price", ColumnKind.Price, isRequired, PriceHeaders);

    /// <summary>Lower case, with every run of other characters than letters and digits as one _: "Memory (GiB)" becomes "memory_gib".</summary>
    public static string Normalize(string header)
    {
        var name = new System.Text.StringBuilder(header.Length);
        foreach (var c in header)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                name.Append(char.ToLowerInvariant(c));
            }
            else if (name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }
        }

        return name.ToString().TrimEnd('_');
    }

    /// <summary>Tells whether a normalised header means this column, and the unit it implies.</summary>
    public bool Matches(string normalized, out string unit)
    {
        unit = "";
        if (normalized == Name)
        {
            return true;
        }

        foreach (var header in Headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (header.AsSpan(0, colon < 0 ? header.Length : colon).SequenceEqual(normalized))
            {
                unit = colon < 0 ? "" : header[(colon + 1)..];
                return true;
            }
        }

        return false;
    }
}
