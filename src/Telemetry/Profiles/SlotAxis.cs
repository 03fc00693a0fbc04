namespace Placement.Telemetry.Profiles;

/// <summary>The slots of a window: where they begin, how wide and how many they are.</summary>
public sealed record SlotAxis
{
    /// <value>Start of the first slot.</value>
    public required DateTimeOffset Start { get; init; }

    /// <value>Width of each slot.</value>
    public required TimeSpan Width { get; init; }

    /// <value>Number of slots, at least 1.</value>
    public required int Count { get; init; }

    /// <value>Time zone of the hours of day and week.</value>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Gets the end of the last slot.</summary>
    public DateTimeOffset End => Start + Span;

    /// <summary>Gets the time that all slots span.</summary>
    public TimeSpan Span => Width * Count;

    /// <summary>Gets the start of a slot.</summary>
    public DateTimeOffset StartOf(int slot) => Start + (Width * slot);

    /// <summary>Gets the hour of the day of a slot's start, 0 to 23, in <see cref="TimeZone"/>.</summary>
    public int HourOfDay(int slot) => TimeZoneInfo.ConvertTime(StartOf(slot), TimeZone).Hour;

    /// <summary>Gets the hour of the week of a slot's start, 0 (Monday 00:00) to 167, in <see cref="TimeZone"/>.</summary>
    public int HourOfWeek(int slot)
    {
        var local = TimeZoneInfo.ConvertTime(StartOf(slot), TimeZone);
        return ((((int)local.DayOfWeek + 6) % 7) * 24) + local.Hour;
    }
}
