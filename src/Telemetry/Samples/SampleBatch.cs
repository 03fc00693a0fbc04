using System.Buffers;

namespace Placement.Telemetry.Samples;

/// <summary>Some thousand samples in columns, on pooled arrays. The one who reads a batch disposes it and keeps none of its spans.</summary>
/// <remarks>Not safe for use by two threads at once.</remarks>
public sealed class SampleBatch : IDisposable
{
    private int[] _series;
    private long[] _times;
    private double[] _values;
    private long[] _lines;
    private int[] _columns;
    private int _capacity;

    /// <summary>Makes an empty batch.</summary>
    /// <param name="origin">Where the samples come from, for messages.</param>
    /// <param name="capacity">Samples it is made for; it grows when needed.</param>
    /// <param name="meaning">Whether the values are usage or running totals.</param>
    public SampleBatch(SampleOrigin origin, int capacity = 8192, SampleMeaning meaning = SampleMeaning.Gauge)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Origin = origin;
        Meaning = meaning;
        _series = ArrayPool<int>.Shared.Rent(capacity);
        _times = ArrayPool<long>.Shared.Rent(capacity);
        _values = ArrayPool<double>.Shared.Rent(capacity);
        _lines = ArrayPool<long>.Shared.Rent(capacity);
        _columns = ArrayPool<int>.Shared.Rent(capacity);
        _capacity = capacity;
    }

    /// <summary>Gets where the samples come from.</summary>
    public SampleOrigin Origin { get; }

    /// <summary>Gets whether the values are usage or running totals.</summary>
    public SampleMeaning Meaning { get; }

    /// <summary>Gets the number of samples.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the series number of each sample, from the session's <see cref="SeriesTable"/>.</summary>
    public ReadOnlySpan<int> Series => _series.AsSpan(0, Count);

    /// <summary>Gets the time of each sample, in milliseconds since 1970-01-01 UTC.</summary>
    public ReadOnlySpan<long> Times => _times.AsSpan(0, Count);

    /// <summary>Gets the value of each sample, in the canonical unit of its resource.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, Count);

    /// <summary>Gets the place of each sample in its source: the line in a file, 0 when there are no lines.</summary>
    public ReadOnlySpan<long> Lines => _lines.AsSpan(0, Count);

    /// <summary>Gets the column of each sample, an index into <see cref="SampleOrigin.Columns"/>.</summary>
    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, Count);

    /// <summary>Appends one sample.</summary>
    /// <param name="series">Number from the session's <see cref="SeriesTable"/>.</param>
    /// <param name="unixMilliseconds">Time in milliseconds since 1970-01-01 UTC.</param>
    /// <param name="value">Value in the canonical unit. It is screened by whoever builds profiles; any double may be given.</param>
    /// <param name="line">Line in the file, 0 when there are no lines.</param>
    /// <param name="column">Index into the origin's columns, for messages; need not exist there.</param>
    public void Add(int series, long unixMilliseconds, double value, long line = 0, int column = 0)
    {
        var at = Count;
        if (at == _capacity)
        {
            Grow();
        }

        _series[at] = series;
        _times[at] = unixMilliseconds;
        _values[at] = value;
        _lines[at] = line;
        _columns[at] = column;
        Count = at + 1;
    }

    /// <summary>Gives the arrays back to the pool. Safe to repeat.</summary>
    public void Dispose()
    {
        (Count, _capacity) = (0, 0);
        Return(ref _series);
        Return(ref _times);
        Return(ref _values);
        Return(ref _lines);
        Return(ref _columns);
    }

    private static void Return<T>(ref T[] array)
    {
        if (array.Length > 0)
        {
            ArrayPool<T>.Shared.Return(array);
            array = [];
        }
    }

    private static void Grow<T>(ref T[] array, int used, int capacity)
    {
        var larger = ArrayPool<T>.Shared.Rent(capacity);
        array.AsSpan(0, used).CopyTo(larger);
        Return(ref array);
        array = larger;
    }

    private void Grow()
    {
        var capacity = Math.Max(1024, Count * 2);
        Grow(ref _series, Count, capacity);
        Grow(ref _times, Count, capacity);
        Grow(ref _values, Count, capacity);
        Grow(ref _lines, Count, capacity);
        Grow(ref _columns, Count, capacity);
        _capacity = capacity;
    }
}
