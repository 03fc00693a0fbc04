namespace Placement.Telemetry.Sources.DockerStats;

/// <summary>How lines of <c>docker stats --format json</c> are dated and counted.</summary>
public sealed record DockerStatsOptions
{
    /// <value>Time of the first sweep, for lines without a time of their own. <see langword="null"/> (the default) dates each line when it is read, which is right for a live pipe only.</value>
    public DateTimeOffset? FirstTime { get; init; }

    /// <value>Time between two sweeps over all containers, above 0; used with <see cref="FirstTime"/>. The default is 1 minute.</value>
    public TimeSpan Interval
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Interval must be above 0.");
    } = TimeSpan.FromMinutes(1);
}
