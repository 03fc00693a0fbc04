using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Analysis;

/// <summary>Usage of one resource summed over the fleet, slot by slot. A missing slot of a series counts at the series' own 95th percentile.</summary>
public sealed class FleetUsage
{
    private readonly double[] _ascending;

    private FleetUsage(Resource resource, long capacity, SlotAxis axis, int series, double[] totals)
    {
        (Resource, Capacity, Axis, SeriesCount, Totals) = (resource, capacity, axis, series, totals);
        _ascending = [.. totals.Order()];
        Mean = totals.Average();
        ByHourOfDay = HoursOf(totals, 24, axis.HourOfDay);
        ByHourOfWeek = HoursOf(totals, 168, axis.HourOfWeek);
    }

    /// <summary>Gets the resource.</summary>
    public Resource Resource { get; }

    /// <summary>Gets the capacity of all nodes, in canonical units; 0 when unknown.</summary>
    public long Capacity { get; }

    /// <summary>Gets the slots.</summary>
    public SlotAxis Axis { get; }

    /// <summary>Gets the number of series summed.</summary>
    public int SeriesCount { get; }

    /// <summary>Gets the total of each slot, in canonical units.</summary>
    public IReadOnlyList<double> Totals { get; }

    /// <summary>Gets the mean total.</summary>
    public double Mean { get; }

    /// <summary>Gets the highest total: what the fleet needs at once, usually far below the sum of its peaks.</summary>
    public double Max => _ascending[^1];

    /// <summary>Gets the mean as a share of the capacity; <see langword="null"/> when that is unknown.</summary>
    public double? Utilisation => Capacity > 0 ? Mean / Capacity : null;

    /// <summary>Gets the totals by hour of the day, 24 entries.</summary>
    public IReadOnlyList<HourUsage> ByHourOfDay { get; }

    /// <summary>Gets the totals by hour of the week, 168 entries from Monday 00:00.</summary>
    public IReadOnlyList<HourUsage> ByHourOfWeek { get; }

    /// <summary>Sums the series of a kind and resource; each slot by its mean.</summary>
    /// <param name="window">Telemetry with its grid.</param>
    /// <param name="kind">Nodes or replicas.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="capacity">Capacity of the whole fleet in canonical units; 0 when unknown.</param>
    /// <returns>The totals, or <see langword="null"/> when there is no such series.</returns>
    /// <exception cref="InvalidOperationException">The window was read without its grid.</exception>
    public static FleetUsage? Sum(TelemetryWindow window, SubjectKind kind, Resource resource, long capacity = 0)
    {
        ArgumentNullException.ThrowIfNull(window);
        return Sum(window.Profiles.Where(profile => profile.Key.Kind == kind && profile.Key.Resource == resource), resource, window.Axis, capacity);
    }

    /// <summary>Sums chosen series, such as the replicas of one workload; each slot by its mean.</summary>
    /// <param name="profiles">The series, read with their grid.</param>
    /// <param name="resource">Their resource.</param>
    /// <param name="axis">Their slots.</param>
    /// <param name="capacity">What they may use together, in canonical units; 0 when unknown.</param>
    /// <returns>The totals, or <see langword="null"/> when there is no series.</returns>
    /// <exception cref="InvalidOperationException">A series was read without its grid.</exception>
    public static FleetUsage? Sum(IEnumerable<UsageProfile> profiles, Resource resource, SlotAxis axis, long capacity = 0)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        ArgumentNullException.ThrowIfNull(axis);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        var totals = new double[axis.Count];
        var series = 0;
        foreach (var profile in profiles)
        {
            var row = profile.Row ?? throw new InvalidOperationException("Fleet totals need the usage of each slot. Read the window with its grid.");
            var missing = profile.P95;
            for (var slot = 0; slot < totals.Length; slot++)
            {
                totals[slot] += float.IsNaN(row.Means[slot]) ? missing : row.Means[slot];
            }

            series++;
        }

        return series == 0 ? null : new FleetUsage(resource, capacity, axis, series, totals);
    }

    /// <summary>Gets a percentile of the totals, by nearest rank.</summary>
    /// <param name="percent">Above 0, at most 100.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percent"/> is out of range.</exception>
    public double Percentile(double percent) => _ascending[Ranking.Rank(percent, _ascending.Length) - 1];

    private static HourUsage[] HoursOf(double[] totals, int hours, Func<int, int> hourOf)
    {
        var byHour = totals.Select((total, slot) => (total, hour: hourOf(slot))).ToLookup(pair => pair.hour, pair => pair.total);
        return [.. Enumerable.Range(0, hours).Select(hour => Of(hour, [.. byHour[hour].Order()]))];

        static HourUsage Of(int hour, double[] ascending) => ascending.Length == 0
            ? new HourUsage { Hour = hour, Slots = 0 }
            : new HourUsage { Hour = hour, Slots = ascending.Length, Mean = ascending.Average(), P95 = ascending[Ranking.Rank(95, ascending.Length) - 1], Max = ascending[^1] };
    }
}
