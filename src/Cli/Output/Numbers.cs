using System.Globalization;

namespace Placement.Cli.Output;

/// <summary>Prints amounts the same everywhere.</summary>
internal static class Numbers
{
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    public static string Count(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:#,##0}");

    public static string Cores(double millicores) => string.Create(CultureInfo.InvariantCulture, $"{millicores / 1000:#,##0.00}");

    public static string Gibibytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 30):#,##0.0}");

    public static string Hours(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:#,##0.0} h");

    public static string Dollars(long microDollarsPerHour) => string.Create(CultureInfo.InvariantCulture, $"{microDollarsPerHour / 1e6:#,##0.00}");

    public static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
