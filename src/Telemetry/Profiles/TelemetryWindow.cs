using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Profiles;

/// <summary>All profiles of one window, with where they came from and what was set aside. Immutable.</summary>
public sealed class TelemetryWindow
{
    private readonly Dictionary<SeriesKey, UsageProfile> _byKey;

    internal TelemetryWindow(SlotAxis axis, IReadOnlyList<UsageProfile> profiles, IReadOnlyList<SeriesKey> withoutData, IReadOnlyList<SourceRecord> sources, QuarantineSummary quarantine)
    {
        (Axis, Profiles, SeriesWithoutData, Sources, Quarantine) = (axis, profiles, withoutData, sources, quarantine);
        _byKey = profiles.ToDictionary(profile => profile.Key);
    }

    /// <summary>Gets the slots of the window.</summary>
    public SlotAxis Axis { get; }

    /// <summary>Gets the profiles, ordered by key.</summary>
    public IReadOnlyList<UsageProfile> Profiles { get; }

    /// <summary>Gets the series that the feed named but had no usable sample of, ordered. Their demand is unknown, not zero.</summary>
    public IReadOnlyList<SeriesKey> SeriesWithoutData { get; }

    /// <summary>Gets the sources read, ordered by name, with their hashes.</summary>
    public IReadOnlyList<SourceRecord> Sources { get; }

    /// <summary>Gets what was set aside or noted.</summary>
    public QuarantineSummary Quarantine { get; }

    /// <summary>Gets the worst grade of any CPU or memory profile, D when such a series has no data; a plan carries it.</summary>
    public DataGrade Grade => SeriesWithoutData.Any(key => IsCore(key.Resource)) ? DataGrade.D
        : Profiles.Where(profile => IsCore(profile.Key.Resource)).Select(profile => profile.Grade).DefaultIfEmpty(DataGrade.D).Max();

    /// <summary>Finds the profile of a series.</summary>
    /// <returns>The profile, or <see langword="null"/> when the feed had no sample of it.</returns>
    public UsageProfile? Find(SeriesKey key) => _byKey.GetValueOrDefault(key);

    private static bool IsCore(Resource resource) => resource == Resource.Cpu || resource == Resource.Memory;

    /// <summary>Makes a window of part of the time, with its own profiles: to plan on the first part and replay the rest.</summary>
    /// <param name="firstSlot">First slot, from 0.</param>
    /// <param name="count">Slots, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slots are not all in the window.</exception>
    /// <exception cref="InvalidOperationException">The window was read without its grid.</exception>
    public TelemetryWindow Slice(int firstSlot, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstSlot);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Axis.Count - firstSlot);
        var axis = Axis with { Start = Axis.StartOf(firstSlot), Count = count };
        var profiles = new UsageProfile?[Profiles.Count];
        Parallel.For(0, profiles.Length, i => profiles[i] = Profiles[i].Slice(axis, firstSlot));
        return new TelemetryWindow(
            axis,
            [.. profiles.OfType<UsageProfile>()],
            [.. SeriesWithoutData.Concat(Profiles.Where((_, i) => profiles[i] is null).Select(profile => profile.Key)).Order()],
            Sources,
            Quarantine);
    }
}
