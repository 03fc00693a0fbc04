using Placement.Telemetry.Quality;

namespace Placement.Telemetry.Profiles;

/// <summary>How samples become profiles.</summary>
public sealed record ProfileOptions
{
    /// <value>Width of a slot: 1 s to 1 day. The default is 5 minutes. A feed with a longer interval widens its slots to that.</value>
    public TimeSpan SlotWidth
    {
        get;
        init => field = value >= TimeSpan.FromSeconds(1) && value <= TimeSpan.FromDays(1) && value.Ticks % TimeSpan.TicksPerMillisecond == 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "SlotWidth must be from 1 second to 1 day, in whole milliseconds.");
    } = TimeSpan.FromMinutes(5);

    /// <value>Time between two samples of a series, at least 1 s; <see langword="null"/> (the default) infers it. When stated, a slot with fewer samples than it should have counts as missing.</value>
    public TimeSpan? SampleInterval
    {
        get;
        init => field = value is null || (value >= TimeSpan.FromSeconds(1) && value.Value.Ticks % TimeSpan.TicksPerMillisecond == 0)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "SampleInterval must be at least 1 second, in whole milliseconds.");
    }

    /// <value>Start of the window, included; <see langword="null"/> (the default) takes that of the data.</value>
    public DateTimeOffset? Start { get; init; }

    /// <value>End of the window, not included; <see langword="null"/> (the default) takes that of the data.</value>
    public DateTimeOffset? End { get; init; }

    /// <value>For which resources zeros are real. The default is none.</value>
    public ZeroTrust Zeros { get; init; }

    /// <value>Usage above this many times the capacity is impossible. At least 1. The default is 1.5, since bursts and clock error exceed 100 % a little.</value>
    public double ImpossibleFactor
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "ImpossibleFactor must be at least 1.");
    } = 1.5;

    /// <value>How far ahead of the clock a sample may be dated. At least 0. The default is 5 minutes.</value>
    public TimeSpan FutureTolerance
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "FutureTolerance must be at least 0.");
    } = TimeSpan.FromMinutes(5);

    /// <value>Time zone of the hours of day and week. The default is UTC.</value>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <value>Whether the usage of each slot is kept, for backtests and hot spots. The default is true; without it a profile has no hours.</value>
    public bool KeepGrid { get; init; } = true;

    /// <value>Memory for slots, in bytes, past which slots are widened two-fold. At least 1 MiB. The default is 1 GiB.</value>
    public long SlotMemoryBytes
    {
        get;
        init => field = value >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "SlotMemoryBytes must be at least 1 MiB.");
    } = 1L << 30;
}
