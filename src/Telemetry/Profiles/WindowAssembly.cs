using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Profiles;

/// <summary>Turns gathered slots into a window: settles slot width and bounds, then makes one profile a series.</summary>
internal sealed class WindowAssembly(IngestSession session, ProfileOptions options, SlotStore store)
{
    private const double StragglersShare = 0.01;
    private const double UsualShare = 0.9;

    public TelemetryWindow Assemble()
    {
        SettleWidth();
        var (first, last) = SettleBounds();
        while (last - first + 1 > Array.MaxLength || (last - first + 1) * sizeof(float) * (options.KeepGrid ? store.Count : 1) > 4 * options.SlotMemoryBytes)
        {
            store.Coarsen(2);
            (first, last) = (SlotStore.FloorDivide(first, 2), SlotStore.FloorDivide(last, 2));
        }

        var axis = new SlotAxis
        {
            Start = DateTimeOffset.FromUnixTimeMilliseconds(first * store.SlotMilliseconds),
            Width = TimeSpan.FromMilliseconds(store.SlotMilliseconds),
            Count = checked((int)(last - first + 1)),
            TimeZone = options.TimeZone,
        };
        var order = Enumerable.Range(0, store.Count).Where(i => store[i] is not null).OrderBy(i => session.Series[i]).ToArray();
        var profiles = new UsageProfile?[order.Length];
        Parallel.For(0, order.Length, i => profiles[i] = ProfileOf(order[i], axis, first));
        return new TelemetryWindow(
            axis,
            [.. profiles.OfType<UsageProfile>()],
            [.. order.Where((_, i) => profiles[i] is null).Concat(Named()).Select(number => session.Series[number]).Order()],
            session.Sources,
            session.Quarantine.Summarize());
    }

    /// <summary>The series that a source named and gave no sample of.</summary>
    private IEnumerable<int> Named() => Enumerable.Range(0, session.Series.Count).Where(i => i >= store.Count || store[i] is null);

    /// <summary>Widens the slots to the interval of the feed: the stated one, or the distance that nine in ten neighbouring samples keep at least.</summary>
    private void SettleWidth()
    {
        if (options.SampleInterval is { } stated)
        {
            var wanted = Math.Max(stated.TotalMilliseconds, options.SlotWidth.TotalMilliseconds);
            CoarsenTo((long)Math.Ceiling(wanted / store.SlotMilliseconds));
            return;
        }

        var distances = new SlotDistances();
        for (var i = 0; i < store.Count; i++)
        {
            distances.Add(store[i]);
        }

        CoarsenTo(distances.Lowest(1 - UsualShare));
    }

    private void CoarsenTo(long factor)
    {
        if (factor > 1)
        {
            store.Coarsen((int)Math.Min(factor, TimeSpan.MillisecondsPerDay * 31 / store.SlotMilliseconds), distinct: options.SampleInterval is not null);
        }
    }

    /// <summary>The first and last slot: of the stated window, else of the data without stragglers more than 30 days off.</summary>
    private (long First, long Last) SettleBounds()
    {
        var pages = new SortedDictionary<long, (long First, long Last, long Count)>();
        for (var i = 0; i < store.Count; i++)
        {
            for (var at = 0; at < (store[i]?.PageCount ?? 0); at++)
            {
                if (store[i]![at]?.Extent() is var (firstAt, lastAt, count) && count > 0)
                {
                    var number = store[i]!.FirstPage + at;
                    var (first, last) = ((number << SlotPage.Shift) + firstAt, (number << SlotPage.Shift) + lastAt);
                    pages[number] = pages.TryGetValue(number, out var known)
                        ? (Math.Min(known.First, first), Math.Max(known.Last, last), known.Count + count)
                        : (first, last, count);
                }
            }
        }

        if (pages.Count == 0 && (options.Start is null || options.End is null))
        {
            throw new InvalidTelemetryException("There is no usable sample in the telemetry. Check the column mapping, the units and the window.");
        }

        var heaviest = Heaviest(pages.Values);
        // Joined slots hold samples that were not early by their own width: a start that counts for the next slot must not cut those off.
        var firstOf = options.Start is { } start ? store.SlotOf(start.ToUnixTimeMilliseconds()) : heaviest.First;
        firstOf = pages.Count == 0 ? firstOf : Math.Min(firstOf, heaviest.First);
        var lastOf = options.End is { } end ? SlotStore.FloorDivide(end.ToUnixTimeMilliseconds() - 1, store.SlotMilliseconds) : heaviest.Last;
        return (firstOf, Math.Max(firstOf, lastOf));
    }

    private (long First, long Last) Heaviest(IEnumerable<(long First, long Last, long Count)> pages)
    {
        var gap = TimeSpan.MillisecondsPerDay * 30 / store.SlotMilliseconds;
        var periods = new List<(long First, long Last, long Count)>();
        foreach (var page in pages)
        {
            if (periods.Count > 0 && page.First - periods[^1].Last <= Math.Max(1, gap))
            {
                periods[^1] = (periods[^1].First, page.Last, periods[^1].Count + page.Count);
            }
            else
            {
                periods.Add(page);
            }
        }

        if (periods.Count == 0)
        {
            return (0, 0);
        }

        var heaviest = periods.MaxBy(period => period.Count);
        var rest = periods.Sum(period => period.Count) - heaviest.Count;
        if (options.Start is null && options.End is null && rest > StragglersShare * heaviest.Count)
        {
            throw new InvalidTelemetryException(
                $"The samples lie in {periods.Count} periods more than 30 days apart, from {TimeOf(periods[0].First)} to {TimeOf(periods[^1].Last)}. State the window to use, or check the dates.");
        }

        for (var i = 0; i < rest; i++)
        {
            session.Quarantine.Add(FaultRule.FarFromRest, this, static made => new Fault
            {
                File = "telemetry",
                Rule = FaultRule.FarFromRest,
                Message = "samples more than 30 days from all others were left out; check their dates, or state the window.",
            });
        }

        return (heaviest.First, heaviest.Last);
    }

    private string TimeOf(long slot) =>
        DateTimeOffset.FromUnixTimeMilliseconds(slot * store.SlotMilliseconds).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private UsageProfile? ProfileOf(int number, SlotAxis axis, long first)
    {
        var series = store[number]!;
        var peaks = new float[axis.Count];
        Array.Fill(peaks, float.NaN);
        float[]? means = null;
        var expected = options.SampleInterval is { } interval && interval < axis.Width ? (int)(axis.Width / interval) : 1;
        var thin = expected > 1 ? new bool[axis.Count] : null;
        for (var i = 0; i < series.PageCount; i++)
        {
            if (series[i] is not { } page)
            {
                continue;
            }

            if (means is null && page.Means is not null)
            {
                means = (float[])peaks.Clone();
            }

            var start = ((series.FirstPage + i) << SlotPage.Shift) - first;
            var from = (int)Math.Clamp(-start, 0, SlotPage.Size);
            var to = (int)Math.Clamp(axis.Count - start, from, SlotPage.Size);
            if (from >= to)
            {
                continue;
            }

            page.Peaks.AsSpan(from, to - from).CopyTo(peaks.AsSpan((int)(start + from)));
            for (var at = from; at < to && (means is not null || thin is not null); at++)
            {
                var slot = (int)(start + at);
                if (means is not null)
                {
                    means[slot] = page.IsEmpty(at) ? float.NaN : page.MeanOf(at);
                }

                if (thin is not null)
                {
                    thin[slot] = page.CountOf(at) < expected;
                }
            }
        }

        if (!peaks.AsSpan().ContainsAnyExcept(float.NaN))
        {
            return null;
        }

        var faults = series.Faults is { } counts
            ? [.. Enum.GetValues<FaultRule>().Where(rule => counts[(int)rule] > 0).Select(rule => new FaultCount { Rule = rule, Count = counts[(int)rule] })]
            : Array.Empty<FaultCount>();
        series.Clear();
        return new UsageProfile(session.Series[number], axis, new UsageRow(peaks, means ?? peaks, thin), faults, options.KeepGrid);
    }
}
