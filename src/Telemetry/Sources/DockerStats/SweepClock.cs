namespace Placement.Telemetry.Sources.DockerStats;

/// <summary>Dates lines that carry no time: all containers once is one sweep.</summary>
internal sealed class SweepClock(DockerStatsOptions options, TimeProvider clock)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private long _sweep;

    public long Date(ContainerUsage usage)
    {
        if (usage.UnixMilliseconds is { } stated)
        {
            return stated;
        }

        if (options.FirstTime is not { } first)
        {
            return clock.GetUtcNow().ToUnixTimeMilliseconds();
        }

        if (!_seen.Add(usage.Name))
        {
            _sweep++;
            _seen.Clear();
            _seen.Add(usage.Name);
        }

        return (first + (options.Interval * _sweep)).ToUnixTimeMilliseconds();
    }
}
