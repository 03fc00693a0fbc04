using System.Numerics;
using System.Runtime.CompilerServices;

namespace Placement.Bounds;

/// <summary>
/// The best worth of a one-dimensional bounded knapsack for every suffix of the items and every capacity of a grid. Weights are rounded down to the
/// grid, so each entry is an upper bound; it is exact when the grid is the capacity in units of the weights' greatest common divisor.
/// O(items x grid x log limit).
/// </summary>
internal sealed class KnapsackTable
{
    private const int ExactGrid = 4096;
    private const int CoarseGrid = 1536;
    private readonly int[] _scaled;
    private int[] _weight;
    private long[] _table = [];
    private int _width;

    private KnapsackTable(int grid, int[] scaled)
    {
        Grid = grid;
        _scaled = scaled;
        _weight = new int[scaled.Length];
    }

    /// <summary>Gets the capacity of the whole node on the grid.</summary>
    public int Grid { get; }

    /// <summary>Makes the table of one dimension.</summary>
    public static KnapsackTable OfDimension(long capacity, long[] demand)
    {
        var unit = demand.Aggregate(0L, CostSteps.Gcd);
        unit = Math.Max(1, unit);
        var units = capacity / unit;
        return units <= ExactGrid
            ? new((int)units, [.. demand.Select(d => (int)(d / unit))])
            : new(CoarseGrid, [.. demand.Select(d => (int)((Int128)d * CoarseGrid / capacity))]);
    }

    /// <summary>Makes a table whose weights are given with each call.</summary>
    public static KnapsackTable OfSurrogate(int items) => new(CoarseGrid, new int[items]);

    /// <summary>The best worth of the items from the i-th on in a capacity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long At(int i, int rest) => _table[(i * _width) + rest];

    /// <summary>The weight of the i-th item of the last call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int WeightAt(int i) => _weight[i];

    /// <summary>Fills the table.</summary>
    /// <param name="item">The items in branching order.</param>
    /// <param name="worth">The worth of each.</param>
    /// <param name="limit">The most of each.</param>
    /// <param name="items">How many.</param>
    /// <param name="weight">The weight of an item on a grid, or <see langword="null"/> for the dimension's own.</param>
    public void Fill(int[] item, long[] worth, int[] limit, int items, Func<int, int, int>? weight)
    {
        _width = Grid + 1;
        if (_weight.Length < items)
        {
            _weight = new int[items];
        }

        if (_table.Length < (items + 1) * _width)
        {
            _table = new long[(items + 1) * _width];
        }

        Array.Clear(_table, items * _width, _width);
        for (var i = items - 1; i >= 0; i--)
        {
            _weight[i] = weight is null ? _scaled[item[i]] : weight(item[i], Grid);
            var next = _table.AsSpan((i + 1) * _width, _width);
            var row = _table.AsSpan(i * _width, _width);
            next.CopyTo(row);
            var left = _weight[i] == 0 ? limit[i] : Math.Min(limit[i], Grid / _weight[i]);
            for (var chunk = 1; left > 0; chunk *= 2)
            {
                var count = Math.Min(chunk, left);
                Relax(row, count * _weight[i], count * worth[i]);
                left -= count;
            }
        }
    }

    /// <summary>In place, from the top: <c>row[c] = max(row[c], row[c - weight] + worth)</c>.</summary>
    private static void Relax(Span<long> row, int weight, long worth)
    {
        var c = row.Length;
        var add = new Vector<long>(worth);
        while (c - Vector<long>.Count >= weight)
        {
            c -= Vector<long>.Count;
            var with = new Vector<long>(row[(c - weight)..]) + add;
            Vector.Max(new Vector<long>(row[c..]), with).CopyTo(row[c..]);
        }

        for (c--; c >= weight; c--)
        {
            row[c] = Math.Max(row[c], row[c - weight] + worth);
        }
    }
}
