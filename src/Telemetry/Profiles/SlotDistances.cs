namespace Placement.Telemetry.Profiles;

/// <summary>Counts how many slots lie between neighbouring samples of a series.</summary>
internal sealed class SlotDistances
{
    private readonly long[] _near = new long[1024];
    private readonly SortedDictionary<long, long> _far = [];
    private long _total;

    public void Add(SeriesSlots? series)
    {
        var last = long.MinValue;
        for (var i = 0; i < (series?.PageCount ?? 0); i++)
        {
            if (series![i] is { } page)
            {
                last = Add(page, (series.FirstPage + i) << SlotPage.Shift, last);
            }
        }
    }

    /// <summary>The smallest distance that at least this share of all distances do not exceed; 1 when there is none.</summary>
    public long Lowest(double share)
    {
        long seen = 0;
        for (var distance = 1; distance < _near.Length; distance++)
        {
            seen += _near[distance];
            if (seen > 0 && seen >= share * _total)
            {
                return distance;
            }
        }

        foreach (var (distance, count) in _far)
        {
            seen += count;
            if (seen >= share * _total)
            {
                return distance;
            }
        }

        return 1;
    }

    private long Add(SlotPage page, long first, long last)
    {
        if (page.IsWhole)
        {
            if (last != long.MinValue)
            {
                Count(first - last);
            }

            _near[1] += SlotPage.Mask;
            _total += SlotPage.Mask;
            return first + SlotPage.Mask;
        }

        var peaks = page.Peaks;
        for (var at = 0; at < peaks.Length; at++)
        {
            if (float.IsNaN(peaks[at]))
            {
                continue;
            }

            var (distance, hasLast) = (first + at - last, last != long.MinValue);
            last = first + at;
            if (distance == 1 && hasLast)
            {
                _near[1]++;
                _total++;
            }
            else if (hasLast)
            {
                Count(distance);
            }
        }

        return last;
    }

    private void Count(long distance)
    {
        _total++;
        if (distance < _near.Length)
        {
            _near[distance]++;
        }
        else
        {
            _far[distance] = _far.GetValueOrDefault(distance) + 1;
        }
    }
}
