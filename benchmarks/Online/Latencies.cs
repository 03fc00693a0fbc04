using System.Diagnostics;

namespace Placement.Benchmarks.Online;

/// <summary>Time of many short pieces of work, each measured by itself.</summary>
internal sealed class Latencies(int capacity)
{
    private readonly List<long> _ticks = new(capacity);
    private long _sum;
    private long[]? _sorted;

    public int Count => _ticks.Count;

    public double Seconds => (double)_sum / Stopwatch.Frequency;

    public void Add(long began)
    {
        var took = Stopwatch.GetTimestamp() - began;
        _ticks.Add(took);
        _sum += took;
    }

    /// <summary>Gives the time in microseconds that a share of the pieces does not exceed.</summary>
    public double Microseconds(double share)
    {
        if (_sorted?.Length != _ticks.Count)
        {
            _sorted = [.. _ticks];
            Array.Sort(_sorted);
        }

        return _sorted[Math.Min(_sorted.Length - 1, (int)(share * _sorted.Length))] * 1e6 / Stopwatch.Frequency;
    }
}
