using System.Globalization;

namespace Placement.Cli.Options;

/// <summary>Reads lengths and points of time as people write them: <c>90s</c>, <c>5m</c>, <c>12h</c>, <c>14d</c>, <c>2w</c>; <c>2026-03-02T00:00Z</c>, <c>now</c>, <c>-14d</c>.</summary>
internal static class Durations
{
    public const string PointHelp = "TIME";

    /// <exception cref="UsageException">The text is no length of time above zero.</exception>
    public static TimeSpan Parse(string text, string option)
    {
        var unit = text.Length > 1 ? text[^1] : ' ';
        var seconds = unit switch { 's' => 1.0, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 7 * 86_400, _ => 0 };
        return seconds > 0 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count * seconds is > 0 and <= 3650 * 86_400.0
            ? TimeSpan.FromMilliseconds(Math.Round(count * seconds * 1000))
            : throw new UsageException($"{option} {text}: write a number and a unit of s, m, h, d or w, such as 5m or 14d.");
    }

    /// <exception cref="UsageException">The text is no point of time.</exception>
    public static DateTimeOffset ParsePoint(string text, DateTimeOffset now, string option) =>
        text.Equals("now", StringComparison.OrdinalIgnoreCase) ? now
        : text.StartsWith('-') ? now - Parse(text[1..], option)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
        : throw new UsageException($"{option} {text}: write a date and time such as 2026-03-02T00:00Z (UTC unless it says otherwise), now, or a time ago such as -14d.");

    /// <summary>The latest whole multiple of a length of time that is not after a point.</summary>
    public static DateTimeOffset Floor(DateTimeOffset time, TimeSpan step) => new(time.UtcTicks - (time.UtcTicks % step.Ticks), TimeSpan.Zero);
}
