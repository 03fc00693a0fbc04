using System.Buffers;
using System.Globalization;

namespace Placement.Inventory;

/// <summary>Reads amounts with units. Decimal arithmetic, so that "0.29 cores" is exactly 290 millicores.</summary>
internal static class InventoryUnits
{
    /// <summary>More than any machine has; a larger value is a unit mistaken.</summary>
    public const long MostMillicores = 100_000_000;

    /// <summary>64 TiB, likewise.</summary>
    public const long MostBytes = 1L << 46;

    /// <summary>100,000 dollars an hour, likewise.</summary>
    public const long MostMicroDollars = 100_000_000_000;

    /// <summary>Hours in a month, by the convention of the cloud price lists: 365 x 24 / 12.</summary>
    public const decimal HoursPerMonth = 730m;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.+-");

    /// <summary>Gets millicores per unit of CPU.</summary>
    public static decimal? CpuScale(string unit) => unit.ToLowerInvariant() switch
    {
        "core" or "cores" or "cpu" or "cpus" or "vcpu" or "vcpus" => 1000m,
        "m" or "milli" or "millicore" or "millicores" or "mcpu" => 1m,
        _ => null,
    };

    /// <summary>Gets bytes per unit of memory: K, M, G, T with or without B are powers of 1000, Ki, Mi, Gi, Ti of 1024.</summary>
    public static decimal? ByteScale(string unit)
    {
        var lower = unit.ToLowerInvariant();
        if (lower is "b" or "byte" or "bytes")
        {
            return 1m;
        }

        var power = lower.Length == 0 ? 0 : "kmgtp".IndexOf(lower[0], StringComparison.Ordinal) + 1;
        return power == 0 ? null : lower[1..] switch
        {
            "" or "b" => Pow(1000m, power),
            "i" or "ib" => Pow(1024m, power),
            _ => null,
        };
    }

    /// <summary>Gets micro-dollars an hour per unit of price.</summary>
    public static decimal? PriceScale(string unit) => unit.ToLowerInvariant() switch
    {
        "hour" or "h" or "hourly" or "dollars" or "usd" => 1_000_000m,
        "month" or "monthly" => 1_000_000m / HoursPerMonth,
        "year" or "yearly" => 1_000_000m / (HoursPerMonth * 12),
        "micro" or "microdollars" => 1m,
        _ => null,
    };

    /// <summary>Splits "1.5 GiB" into 1.5 and "GiB".</summary>
    /// <returns>Whether the text starts with a plain decimal number (a point for decimals, no thousands separators).</returns>
    public static bool TrySplit(string text, out decimal number, out string unit)
    {
        var end = text.AsSpan().IndexOfAnyExcept(NumberCharacters);
        var digits = end < 0 ? text : text[..end];
        unit = end < 0 ? "" : text[end..].Trim();
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    private static decimal Pow(decimal value, int power)
    {
        var result = 1m;
        for (var i = 0; i < power; i++)
        {
            result *= value;
        }

        return result;
    }
}
