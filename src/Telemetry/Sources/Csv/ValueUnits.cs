using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>Names of units, as options and column names write them, and their size in canonical units.</summary>
public static class ValueUnits
{
    private static readonly System.Buffers.SearchValues<char> WordBreaks = System.Buffers.SearchValues.Create("_-. ([");

    private static readonly Dictionary<string, ValueUnit> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["percent"] = ValueUnit.Percent, ["pct"] = ValueUnit.Percent, ["%"] = ValueUnit.Percent, ["perc"] = ValueUnit.Percent,
        ["fraction"] = ValueUnit.Fraction, ["ratio"] = ValueUnit.Fraction, ["share"] = ValueUnit.Fraction,
        ["cores"] = ValueUnit.Cores, ["cpus"] = ValueUnit.Cores, ["seconds"] = ValueUnit.Cores,
        ["millicores"] = ValueUnit.Millicores, ["mcores"] = ValueUnit.Millicores, ["m"] = ValueUnit.Millicores,
        ["nanocores"] = ValueUnit.Nanocores, ["ns"] = ValueUnit.Nanocores,
        ["mhz"] = ValueUnit.Megahertz,
        ["bytes"] = ValueUnit.Bytes, ["b"] = ValueUnit.Bytes,
        ["kb"] = ValueUnit.Kilobytes, ["mb"] = ValueUnit.Megabytes, ["gb"] = ValueUnit.Gigabytes, ["tb"] = ValueUnit.Terabytes,
        ["kib"] = ValueUnit.Kibibytes, ["mib"] = ValueUnit.Mebibytes, ["gib"] = ValueUnit.Gibibytes, ["tib"] = ValueUnit.Tebibytes,
        ["units"] = ValueUnit.Units,
    };

    /// <summary>Reads the name of a unit: percent, fraction, cores, millicores, nanocores, MHz, bytes, KB to TB, KiB to TiB, units. Letter case does not matter.</summary>
    /// <returns>Whether there is such a unit.</returns>
    public static bool TryParse(string name, out ValueUnit unit)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Names.TryGetValue(name.Trim(), out unit);
    }

    /// <summary>Gets what one of the unit is in the canonical unit of the resource.</summary>
    /// <returns>The factor, or <see langword="null"/> when the unit is relative to a capacity or a clock, or does not measure the resource.</returns>
    public static double? ScaleOf(ValueUnit unit, Resource resource) => Fits(unit, resource) && Scale(unit) is > 0 and var scale ? scale : null;

    /// <summary>The unit that the last word of a column name states, as in <c>cpu_percent</c>, <c>mem-MiB</c> or <c>memory (bytes)</c>.</summary>
    internal static bool TryFromColumn(string column, out ValueUnit unit)
    {
        var end = column.AsSpan().TrimEnd(" )]").Length;
        var start = column.AsSpan(0, end).LastIndexOfAny(WordBreaks) + 1;
        var word = column[start..end];
        if (end > 0 && column[end - 1] == '%')
        {
            word = "%";
        }

        // One letter is too little to go by: "vm" and "b" are names.
        unit = default;
        return (word.Length > 1 || word == "%") && start > (word == "%" ? -1 : 0) && Names.TryGetValue(word, out unit);
    }

    /// <summary>What one of the unit is in canonical units; 0 for units relative to a capacity and for MHz.</summary>
    internal static double Scale(ValueUnit unit) => unit switch
    {
        ValueUnit.Cores => 1000,
        ValueUnit.Nanocores => 1e-6,
        ValueUnit.Percent or ValueUnit.Fraction or ValueUnit.Megahertz => 0,
        ValueUnit.Kilobytes => 1e3,
        ValueUnit.Megabytes => 1e6,
        ValueUnit.Gigabytes => 1e9,
        ValueUnit.Terabytes => 1e12,
        ValueUnit.Kibibytes => 1024,
        ValueUnit.Mebibytes => 1_048_576,
        ValueUnit.Gibibytes => 1_073_741_824,
        ValueUnit.Tebibytes => 1_099_511_627_776,
        _ => 1,
    };

    /// <summary>Whether the unit can measure the resource.</summary>
    internal static bool Fits(ValueUnit unit, Resource resource) => unit switch
    {
        ValueUnit.Percent or ValueUnit.Fraction => true,
        ValueUnit.Cores or ValueUnit.Millicores or ValueUnit.Nanocores or ValueUnit.Megahertz => resource == Resource.Cpu,
        ValueUnit.Units => resource != Resource.Cpu && resource != Resource.Memory,
        _ => resource != Resource.Cpu,
    };
}
