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

    public void Add(HistoryRows other)
    {
        var numbers = other._series.Select(NumberOf).ToArray();
        for (var row = 0; row < other.Count; row++)
        {
            Add(numbers[other._of[row]], other._times[row], other._values[row]);
        }
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
