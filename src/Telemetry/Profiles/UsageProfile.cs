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
    private readonly float[] _sorted;
    private readonly Lazy<IReadOnlyList<HourUsage>> _byHourOfDay;
    private readonly Lazy<IReadOnlyList<HourUsage>> _byHourOfWeek;

    internal UsageProfile(SeriesKey key, SlotAxis axis, UsageRow row, IReadOnlyList<FaultCount> faults, bool keepRow)
    {
        (Key, Axis, Faults) = (key, axis, faults);
        Row = keepRow ? row : null;
        (Slots, FirstSlot, LastSlot, Mean, StandardDeviation) = SlotStatistics.Moments(row);
        _sorted = SlotStatistics.SortedPeaks(row);
        ThinSlots = Slots - _sorted.Length;
        Max = SlotStatistics.Max(row);
        Coverage = (double)_sorted.Length / axis.Count;
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
    public double P50 => Percentile(50);

    /// <summary>Gets the 95th percentile over slots.</summary>
    public double P95 => Percentile(95);

    /// <summary>Gets the 99th percentile over slots.</summary>
    public double P99 => Percentile(99);

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
        _sorted.Length == 0 ? Max : _sorted[Ranking.Rank(percent, _sorted.Length) - 1];

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
        value = rank <= _sorted.Length ? _sorted[rank - 1] : double.PositiveInfinity;
        return rank <= _sorted.Length;
    }

    /// <summary>Gets the share of measured slots above a value, 0 to 1.</summary>
    public double ShareAbove(double value) => _sorted.Length == 0 ? 0 : 1 - ((double)Ranking.CountUpTo(_sorted, value) / _sorted.Length);

    /// <summary>Prints the series and its main figures.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Key}: {Slots} of {Axis.Count} slots, mean {Mean:0.#}, p95 {P95:0.#}, max {Max:0.#} {Key.Resource.Unit}, grade {Grade}");

    /// <summary>The profile over part of the slots; <see langword="null"/> when none of them holds a sample.</summary>
    internal UsageProfile? Slice(SlotAxis axis, int firstSlot)
    {
        var row = GetRow().Slice(firstSlot, axis.Count);
        return row.Peaks.ContainsAnyExcept(float.NaN) ? new UsageProfile(Key, axis, row, Faults, keepRow: true) : null;
    }

    private UsageRow GetRow() =>
        Row ?? throw new InvalidOperationException($"The usage of {Key} slot by slot was not kept. Read the window with {nameof(ProfileOptions.KeepGrid)}.");
}
