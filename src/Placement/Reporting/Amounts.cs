using System.Globalization;
using Placement.Model;
using Placement.Studies;

namespace Placement.Reporting;

/// <summary>Writes amounts for people; the only place where figures are rounded for display.</summary>
internal static class Amounts
{
    /// <summary>Money of a month from micro-units an hour: whole units from 1,000 on, otherwise with two decimals.</summary>
    public static string PerMonth(long microPerHour, string currency) => Money(MoneyStatement.PerMonth(microPerHour), currency);

    public static string PerYear(long microPerHour, string currency) => Money(MoneyStatement.PerYear(microPerHour), currency);

    public static string Money(long micro, string currency)
    {
        var value = micro / 1_000_000m;
        var rounded = Math.Round(Math.Abs(value), Math.Abs(value) >= 1000 ? 0 : 2, MidpointRounding.AwayFromZero);
        var digits = rounded.ToString(rounded >= 1000 || rounded == 0 ? "#,##0" : "#,##0.00", CultureInfo.InvariantCulture);
        return (value < 0 && rounded != 0 ? "−" : "") + (currency == "USD" ? "$" + digits : digits + " " + currency);
    }

    /// <summary>A share as a percentage: one decimal below 10 %, none above; the space does not break.</summary>
    public static string Percent(double share)
    {
        var percent = share * 100;
        return percent.ToString(percent is > -9.95 and < 9.95 && Math.Abs(percent) >= 0.05 ? "0.0" : "0", CultureInfo.InvariantCulture) + "\u00A0%";
    }

    public static string Share(long part, long whole) => whole == 0 ? "–" : Percent((double)part / whole);

    public static string Count(long count, string noun) => count.ToString("#,##0", CultureInfo.InvariantCulture) + " " + (count == 1 ? noun : noun + "s");

    public static string Number(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    public static string Quantity(long value, string unit) => AmountText.Of(value, unit);

    public static string Minutes(double minutes) => minutes switch
    {
        < 120 => minutes.ToString("0.#", CultureInfo.InvariantCulture) + " min",
        < 60 * 48 => (minutes / 60).ToString("0.#", CultureInfo.InvariantCulture) + " h",
        _ => (minutes / 1440).ToString("#,##0.#", CultureInfo.InvariantCulture) + " days",
    };

    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Window(DateTimeOffset start, DateTimeOffset end) =>
        $"{Moment(start)} to {Moment(end)} UTC ({(end - start).TotalDays.ToString("0.#", CultureInfo.InvariantCulture)} days)";
}
