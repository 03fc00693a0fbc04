namespace Placement.Parquet.History;

/// <summary>Samples on their way to or from a file, series by series; the order within a series is that of the feed, since running totals depend on it.</summary>
internal sealed class HistoryRows
{
    /// <summary>Rows that are written as one group: large enough to pack well, small enough to hold.</summary>
    public const int PerGroup = 1 << 19;

    private readonly Dictionary<HistorySeries, int> _numbers = [];
    private readonly List<HistorySeries> _series = [];
    private readonly List<int> _of = [];
    private readonly List<long> _times = [];
    private readonly List<double> _values = [];

    public int Count => _of.Count;

    public IReadOnlyList<HistorySeries> Series => _series;

    public IReadOnlyList<int> SeriesOf => _of;

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public IReadOnlyList<long> Times => _times;

    public IReadOnlyList<double> Values => _values;

    public int NumberOf(HistorySeries series)
    {
        if (!_numbers.TryGetValue(series, out var number))
        {
            number = _series.Count;
            _series.Add(series);
            _numbers.Add(series, number);
        }

        return number;
    }

    public void Add(int series, long time, double value)
    {
        _of.Add(series);
        _times.Add(time);
        _values.Add(value);
    }

    /// <summary>The rows of a group as they are read, or those of the series that are wanted.</summary>
    public static HistoryRows Of(HistorySeries[] series, ReadOnlySpan<int> numbers, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> values, bool[]? wanted)
    {
        var rows = new HistoryRows();
        rows._series.AddRange(series);
        for (var row = 0; row < numbers.Length; row++)
        {
            if (wanted is null || wanted[numbers[row]])
            {
                rows.Add(numbers[row], (times[row].Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond, values[row]);
            }
        }

        return rows;
    }

    public void Clear()
    {
        _numbers.Clear();
        _series.Clear();
        _of.Clear();
        _times.Clear();
        _values.Clear();
    }

    /// <summary>The rows by series, otherwise in their order: counted, then placed.</summary>
    public int[] Ordered()
    {
        var next = new int[_series.Count + 1];
        foreach (var number in _of)
        {
            next[number + 1]++;
        }

        for (var number = 1; number < next.Length; number++)
        {
            next[number] += next[number - 1];
        }

        var rows = new int[Count];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[next[_of[row]]++] = row;
        }

        return rows;
    }
}
