using System.Globalization;

namespace Placement.Model;

/// <summary>Writes amounts of resources for people, in the units that people use.</summary>
internal static class AmountText
{
    private static readonly string[] ByteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>Rounds to what a table needs: 6.5 cores, 12.3 GiB.</summary>
    public static string Of(long value, string unit) => unit switch
    {
        "millicores" => (value / 1000.0).ToString(value >= 100_000 ? "#,##0" : "#,##0.0", CultureInfo.InvariantCulture) + (value == 1000 ? " core" : " cores"),
        "bytes" => Bytes(value, "0.0"),
        _ => Whole(value, unit),
    };

    /// <summary>Keeps what tells two close amounts apart: 6.514 cores, 12.34 GiB.</summary>
    public static string Exact(long value, string unit) => unit switch
    {
        "millicores" => (value / 1000.0).ToString("#,##0.###", CultureInfo.InvariantCulture) + (value == 1000 ? " core" : " cores"),
        "bytes" => Bytes(value, "0.##"),
        _ => Whole(value, unit),
    };

    private static string Whole(long value, string unit) => value.ToString("#,##0", CultureInfo.InvariantCulture) + (unit.Length > 0 ? " " + unit : "");

    private static string Bytes(long value, string format)
    {
        var (amount, unit) = ((double)value, 0);
        while (Math.Abs(amount) >= 1024 && unit < ByteUnits.Length - 1)
        {
            amount /= 1024;
            unit++;
        }

        return amount.ToString(unit == 0 || Math.Abs(amount) >= 100 ? "#,##0" : format, CultureInfo.InvariantCulture) + " " + ByteUnits[unit];
    }
}
