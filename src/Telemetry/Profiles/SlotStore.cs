namespace Placement.Telemetry.Profiles;

/// <summary>The slots of all series. Memory is bounded: past the limit, slots are joined two by two, the higher peak counting.</summary>
/// <remarks>
/// A slot counts at its highest sample, so percentiles over slots are those of the samples where a slot holds one, and never below
/// those of the slots' true peaks where it holds several. A sample up to a tenth of a slot early counts for the slot it is early for.
/// Values are held as <see cref="float"/>, rounded up: at most 1.2e-7 of the value above the truth, never below.
/// </remarks>
internal sealed class SlotStore(long slotMilliseconds, long memoryBytes)
{
    private readonly List<SeriesSlots?> _series = [];
    private long _bytes;
    private long _early = slotMilliseconds / 10;
    private long _slot;
    private long _slotStart;

    public long SlotMilliseconds { get; private set; } = slotMilliseconds;

    public int Count => _series.Count;

    public SeriesSlots? this[int series] => series < _series.Count ? _series[series] : null;

    public SeriesSlots Set(int series, SeriesSlots slots)
    {
        while (_series.Count <= series)
        {
            _series.Add(null);
        }

        _series[series] = slots;
        return slots;
    }

    /// <summary>The slot of a time. Neighbouring samples mostly share a slot or follow on, which spares the division.</summary>
    public long SlotOf(long unixMilliseconds)
    {
        var time = unixMilliseconds + _early;
        var past = (ulong)(time - _slotStart);
        if (past >= (ulong)SlotMilliseconds)
        {
            _slot = FloorDivide(time, SlotMilliseconds);
            _slotStart = _slot * SlotMilliseconds;
        }

        return _slot;
    }

    /// <summary>Adds one screened sample.</summary>
    /// <returns>Whether the slot is near enough to the others of the series to be held.</returns>
    public bool Add(SeriesSlots series, long slot, double value, bool duplicate)
    {
        var made = false;
        var page = series.Find(slot >> SlotPage.Shift) ?? series.PageAt(slot >> SlotPage.Shift, out made);
        if (page is null)
        {
            return false;
        }

        var at = (int)(slot & SlotPage.Mask);
        var peak = RoundUp(value);
        if (page.Counts is null && page.IsEmpty(at))
        {
            page.Peaks[at] = peak;
        }
        else if (duplicate && !page.IsEmpty(at))
        {
            page.Raise(at, peak);
        }
        else
        {
            var crowded = page.Counts is not null;
            page.Add(at, peak, peak, 1);
            _bytes += crowded ? 0 : SlotPage.CrowdedBytes;
        }

        if (made)
        {
            _bytes += SlotPage.Bytes;
        }

        return true;
    }

    public bool IsFull => _bytes > memoryBytes;

    public bool IsEmpty => _series.All(series => series is null || series.IsEmpty);

    /// <summary>Joins each <paramref name="factor"/> neighbouring slots into one.</summary>
    /// <param name="factor">Slots to join, at least 2.</param>
    /// <param name="distinct">Whether a slot counts as one sample however many it holds.</param>
    public void Coarsen(int factor, bool distinct = false)
    {
        SlotMilliseconds = checked(SlotMilliseconds * factor);
        (_early, _slot, _slotStart) = (SlotMilliseconds / 10, 0, 0);
        _bytes = 0;
        for (var i = 0; i < _series.Count; i++)
        {
            if (_series[i] is { } series)
            {
                Join(series, factor, distinct);
            }
        }
    }

    /// <summary>Adds the slots of another store's series, of equal width, to one of this store.</summary>
    public void Merge(SeriesSlots into, SeriesSlots from, int rules)
    {
        for (var i = 0; i < from.PageCount; i++)
        {
            Copy(into, from[i], (from.FirstPage + i) << SlotPage.Shift, 1, distinct: false);
        }

        for (var rule = 0; from.Faults is { } faults && rule < faults.Length; rule++)
        {
            into.CountFault(rule, rules, faults[rule]);
        }

        from.Clear();
    }

    /// <summary>Leaves out the slots that begin before a time.</summary>
    public void Forget(long unixMilliseconds)
    {
        var before = FloorDivide(unixMilliseconds + SlotMilliseconds - 1, SlotMilliseconds);
        foreach (var page in _series.OfType<SeriesSlots>().SelectMany(series => series.Forget(before)))
        {
            _bytes -= SlotPage.Bytes + (page.Counts is null ? 0 : SlotPage.CrowdedBytes);
        }
    }

    /// <summary>A copy that shares nothing.</summary>
    public SlotStore Copy()
    {
        var copy = new SlotStore(SlotMilliseconds, memoryBytes) { _bytes = _bytes };
        copy._series.AddRange(_series.Select(series => series?.Copy()));
        return copy;
    }

    private void Join(SeriesSlots series, int factor, bool distinct)
    {
        var (first, pages) = (series.FirstPage, new SlotPage?[series.PageCount]);
        for (var i = 0; i < pages.Length; i++)
        {
            pages[i] = series[i];
        }

        series.Clear();
        for (var i = 0; i < pages.Length; i++)
        {
            Copy(series, pages[i], (first + i) << SlotPage.Shift, factor, distinct);
            pages[i] = null;
        }
    }

    private void Copy(SeriesSlots into, SlotPage? from, long firstSlot, int factor, bool distinct)
    {
        for (var at = 0; from is not null && at < SlotPage.Size; at++)
        {
            var slot = FloorDivide(firstSlot + at, factor);
            if (!from.IsEmpty(at) && into.PageAt(slot >> SlotPage.Shift, out var made) is { } page)
            {
                var crowded = page.Counts is not null;
                page.Add((int)(slot & SlotPage.Mask), from.Peaks[at], from.MeanOf(at), distinct ? 1 : from.CountOf(at));
                _bytes += (made ? SlotPage.Bytes : 0) + (!crowded && page.Counts is not null ? SlotPage.CrowdedBytes : 0);
            }
        }
    }

    private static float RoundUp(double value)
    {
        var single = (float)value;
        return single < value ? MathF.BitIncrement(single) : single;
    }

    public static long FloorDivide(long value, long divisor)
    {
        var quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }
}
