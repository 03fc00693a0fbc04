using System.Globalization;

namespace Placement.Telemetry.Quantities;

/// <summary>The names of byte units: decimal (K, M, G, T) and binary (Ki, Mi, Gi, Ti), with or without a final B.</summary>
internal static class ByteUnits
{
    private static readonly string[] Binary = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static bool TryGetScale(ReadOnlySpan<char> unit, out double scale)
    {
        scale = 1;
        if (unit.IsEmpty || unit.Equals("B", StringComparison.OrdinalIgnoreCase) || unit.Equals("bytes", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var power = char.ToUpperInvariant(unit[0]) switch { 'K' => 1, 'M' => 2, 'G' => 3, 'T' => 4, 'P' => 5, _ => 0 };
        var rest = unit[1..];
        if (power == 0)
        {
            return false;
        }

        if (rest.IsEmpty || rest.Equals("B", StringComparison.OrdinalIgnoreCase))
        {
            scale = Math.Pow(1000, power);
            return true;
        }

        scale = Math.Pow(1024, power);
        return rest.Equals("i", StringComparison.OrdinalIgnoreCase) || rest.Equals("iB", StringComparison.OrdinalIgnoreCase);
    }

    public static string Format(long bytes)
    {
        double value = bytes;
        var unit = 0;
        while (value >= 1024 && unit < Binary.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.00} {Binary[unit]}");
    }
}
