using System.Buffers;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Profiles;

/// <summary>What one series used over a window: the figures that demand, reports and predictions rest on. Immutable.</summary>
/// <remarks>
/// All figures are over slots, in the canonical unit (millicores, bytes). A slot counts once, at its highest sample; the mean is over the slots'
/// means. Percentiles are by nearest rank: the smallest value that at least that share of the slots does not exceed.
/// </remarks>
public sealed class UsageProfile
{
    private readonly float[]? _kept;
    private readonly WeakReference<float[]?> _sorted = new(null);
    private readonly int _full;
    private readonly Lazy<IReadOnlyList<HourUsage>> _byHourOfDay;
    private readonly Lazy<IReadOnlyList<HourUsage>> _byHourOfWeek;

    internal UsageProfile(SeriesKey key, SlotAxis axis, UsageRow row, IReadOnlyList<FaultCount> faults, bool keepRow)
    {
        (Key, Axis, Faults) = (key, axis, faults);
        Row = keepRow ? row : null;
        (Slots, FirstSlot, LastSlot, Mean, StandardDeviation) = SlotStatistics.Moments(row);
        Max = SlotStatistics.Max(row);
        var sorted = ArrayPool<float>.Shared.Rent(axis.Count);
        _full = SlotStatistics.Sort(row, sorted);
        ThinSlots = Slots - _full;
        (P50, P95, P99) = (Ranked(sorted, 50), Ranked(sorted, 95), Ranked(sorted, 99));
        _kept = keepRow ? null : sorted[.._full];
        ArrayPool<float>.Shared.Return(sorted);
        Coverage = (double)_full / axis.Count;
        LongestGap = axis.Width * SlotStatistics.LongestGap(row);
        Grade = Grading.GradeOf(axis.Span, Coverage);
        _byHourOfDay = new(() => SlotStatistics.ByHour(axis, GetRow(), 24, axis.HourOfDay));
        _byHourOfWeek = new(() => SlotStatistics.ByHour(axis, GetRow(), 168, axis.HourOfWeek));
    }

    /// <summary>Gets the series.</summary>
    public SeriesKey Key { get; }

    /// <summary>Gets the slots of the window.</summary>
    public SlotAxis Axis { get; }

    /// <summary>Gets the number of slots with a sample.</summary>
    public int Slots { get; }

    /// <summary>Gets the number of slots without a sample.</summary>
    public int MissingSlots => Axis.Count - Slots;

    /// <summary>Gets the number of slots with fewer samples than the stated interval asks for; 0 when no interval is stated.</summary>
    public int ThinSlots { get; }

    /// <summary>Gets the share of the window's slots that are neither missing nor thin, 0 to 1.</summary>
    public double Coverage { get; }

    /// <summary>Gets the longest run of missing or thin slots, also at the ends of the window.</summary>
    public TimeSpan LongestGap { get; }

    /// <summary>Gets the grade of the data.</summary>
    public DataGrade Grade { get; }

    /// <summary>Gets how often each rule was broken by samples of this series.</summary>
    public IReadOnlyList<FaultCount> Faults { get; }

    /// <summary>Gets the first slot with a sample, from 0.</summary>
    public int FirstSlot { get; }

    /// <summary>Gets the last slot with a sample.</summary>
    public int LastSlot { get; }

    /// <summary>Gets the start of the first slot with a sample.</summary>
    public DateTimeOffset FirstTime => Axis.StartOf(FirstSlot);

    /// <summary>Gets the end of the last slot with a sample.</summary>
    public DateTimeOffset LastTime => Axis.StartOf(LastSlot + 1);

    /// <summary>Gets the mean over slots.</summary>
    public double Mean { get; }

    /// <summary>Gets the standard deviation over slots (of the sample, n - 1), by two passes; 0 for a single slot.</summary>
    public double StandardDeviation { get; }

    /// <summary>Gets the median over slots.</summary>
    public double P50 { get; }

    /// <summary>Gets the 95th percentile over slots.</summary>
    public double P95 { get; }

    /// <summary>Gets the 99th percentile over slots.</summary>
    public double P99 { get; }

    /// <summary>Gets the highest sample.</summary>
    public double Max { get; }

    /// <summary>Gets the usage by hour of the day, 24 entries.</summary>
    /// <exception cref="InvalidOperationException">The window was read without its grid.</exception>
    public IReadOnlyList<HourUsage> ByHourOfDay => _byHourOfDay.Value;

    /// <summary>Gets the usage by hour of the week, 168 entries from Monday 00:00.</summary>
    /// <exception cref="InvalidOperationException">The window was read without its grid.</exception>
    public IReadOnlyList<HourUsage> ByHourOfWeek => _byHourOfWeek.Value;

    /// <summary>Gets the usage of each slot, or <see langword="null"/> when the window was read without its grid.</summary>
    public UsageRow? Row { get; }

    /// <summary>Gets a percentile of what was measured: missing slots are left out.</summary>
    /// <param name="percent">Above 0, at most 100.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percent"/> is out of range.</exception>
    public double Percentile(double percent) =>
        Ranked(_full == 0 ? [] : Sorted(), percent);

    /// <summary>Gets a percentile that no missing slot could have raised: every missing slot counts as if it had been the highest.</summary>
    /// <param name="percent">Above 0, at most 100.</param>
    /// <param name="value">The percentile, when there is one.</param>
    /// <returns>Whether few enough slots are missing; if not, only a stated request, limit or capacity bounds the demand.</returns>
    /// <remarks>
    /// This is the figure to size by: for a stated window, no loss, repetition, disorder, zeroing or misdating of samples makes it smaller
    /// or turns "unknown" into a number.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percent"/> is out of range.</exception>
    public bool TryGetUpperPercentile(double percent, out double value)
    {
        var rank = Ranking.Rank(percent, Axis.Count);
        value = rank <= _full ? Sorted()[rank - 1] : double.PositiveInfinity;
        return rank <= _full;
    }

    /// <summary>Gets the share of measured slots above a value, 0 to 1.</summary>
    public double ShareAbove(double value) => _full == 0 ? 0 : 1 - ((double)Ranking.CountUpTo(Sorted(), value) / _full);

    /// <summary>Prints the series and its main figures.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Key}: {Slots} of {Axis.Count} slots, mean {Mean:0.#}, p95 {P95:0.#}, max {Max:0.#} {Key.Resource.Unit}, grade {Grade}");

    /// <summary>The profile over part of the slots; <see langword="null"/> when none of them holds a sample.</summary>
    internal UsageProfile? Slice(SlotAxis axis, int firstSlot)
    {
        var row = GetRow().Slice(firstSlot, axis.Count);
        return row.Peaks.ContainsAnyExcept(float.NaN) ? new UsageProfile(Key, axis, row, Faults, keepRow: true) : null;
    }

    /// <summary>The full slots' peaks in order. With the row at hand they are only remembered while there is memory to spare.</summary>
    private float[] Sorted()
    {
        if (_kept is not null)
        {
            return _kept;
        }

        if (!_sorted.TryGetTarget(out var sorted))
        {
            sorted = new float[_full];
            _ = SlotStatistics.Sort(GetRow(), sorted);
            _sorted.SetTarget(sorted);
        }

        return sorted;
    }

    private double Ranked(ReadOnlySpan<float> sorted, double percent) => _full == 0 ? Max : sorted[Ranking.Rank(percent, _full) - 1];

    private UsageRow GetRow() =>
        Row ?? throw new InvalidOperationException($"The usage of {Key} slot by slot was not kept. Read the window with {nameof(ProfileOptions.KeepGrid)}.");
}
