namespace Placement.Telemetry.Profiles;

/// <summary>Usage in one hour of the day or of the week, in the canonical unit of the series.</summary>
public sealed record HourUsage
{
    /// <value>Hour: 0 to 23 of the day, or 0 (Monday 00:00) to 167 of the week, in the time zone of the window.</value>
    public required int Hour { get; init; }

    /// <value>Slots with a sample; with 0 the other figures are 0.</value>
    public required int Slots { get; init; }

    /// <value>Mean usage.</value>
    public double Mean { get; init; }

    /// <value>95th percentile over slots.</value>
    public double P95 { get; init; }

    /// <value>Highest usage.</value>
    public double Max { get; init; }
}
