using System.Numerics;
using System.Runtime.CompilerServices;

namespace Placement.Bounds;

/// <summary>
/// The best worth of a bounded knapsack for every suffix of the items and every capacity of a grid of one or more axes. Weights are rounded down to the
/// grid, so each entry is an upper bound; it is exact where the grid counts in units of the weights' greatest common divisor.
/// O(items x cells x log limit).
/// </summary>
internal sealed class KnapsackTable
{
    private const int ExactGrid = 4096;

    // Few items get a fine grid, many a coarse one: a table has about two million entries at most.
    private const int Entries = 1 << 21;
    private readonly int[] _size;
    private readonly int[] _stride;
    private readonly int[] _scaled;
    private int[] _weight;
    private long[] _table = [];

    private KnapsackTable(int[] size, int[] scaled)
    {
        _size = size;
        _scaled = scaled;
        _stride = new int[size.Length];
        Cells = 1;
        for (var a = size.Length - 1; a >= 0; a--)
        {
            _stride[a] = Cells;
            Cells *= size[a];
        }

        _weight = new int[(scaled.Length / size.Length) + 1];
    }

    /// <summary>Gets the index of the whole node's capacity on the grid.</summary>
    public int Full => Cells - 1;

    private int Cells { get; }

    /// <summary>Makes the table of one dimension.</summary>
    public static KnapsackTable OfDimension(long capacity, long[] demand)
    {
        var unit = Math.Max(1, demand.Aggregate(0L, CostSteps.Gcd));
        var units = capacity / unit;
        var coarse = CoarseGrid(demand.Length);
        return units <= Math.Max(ExactGrid, coarse)
            ? new([(int)units + 1], [.. demand.Select(d => (int)(d / unit))])
            : new([coarse + 1], [.. demand.Select(d => (int)((Int128)d * coarse / capacity))]);
    }

    /// <summary>Makes the exact table of all dimensions together, or <see langword="null"/> when it would be too large.</summary>
    public static KnapsackTable? OfAllDimensions(long[] capacity, Func<int, long[]> demandOf, int items)
    {
        var size = new int[capacity.Length];
        var scaled = new int[capacity.Length * items];
        var cells = 1L;
        for (var d = 0; d < capacity.Length; d++)
        {
            var demand = demandOf(d);
            var unit = Math.Max(1, demand.Aggregate(0L, CostSteps.Gcd));
            cells *= Math.Min(Entries, capacity[d] / unit) + 1;
            if (cells * (items + 1) > 2 * Entries)
            {
                return null;
            }

            size[d] = (int)(capacity[d] / unit) + 1;
            for (var i = 0; i < items; i++)
            {
                scaled[(i * capacity.Length) + d] = (int)(demand[i] / unit);
            }
        }

        return new(size, scaled);
    }

    /// <summary>Makes a table of one axis whose weights are given with each call.</summary>
    public static KnapsackTable OfSurrogate(int items) => new([CoarseGrid(items) + 1], new int[items]);

    /// <summary>The best worth of the items from the i-th on in a capacity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long At(int i, int rest) => _table[(i * Cells) + rest];

    /// <summary>By how much the i-th item of the last call lowers the index of a capacity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int WeightAt(int i) => _weight[i];

    /// <summary>Fills the table.</summary>
    /// <param name="item">The items in branching order.</param>
    /// <param name="worth">The worth of each.</param>
    /// <param name="limit">The most of each.</param>
    /// <param name="items">How many.</param>
    /// <param name="weight">The weight of an item on a grid, or <see langword="null"/> for the table's own.</param>
    public void Fill(int[] item, long[] worth, int[] limit, int items, Func<int, int, int>? weight)
    {
        if (_table.Length < (items + 1) * Cells)
        {
            _table = new long[(items + 1) * Cells];
        }

        var axes = _size.Length;
        var at = new int[axes];
        Array.Clear(_table, items * Cells, Cells);
        for (var i = items - 1; i >= 0; i--)
        {
            var left = limit[i];
            _weight[i] = 0;
            for (var a = 0; a < axes; a++)
            {
                at[a] = weight is null ? _scaled[(item[i] * axes) + a] : weight(item[i], Full);
                _weight[i] += at[a] * _stride[a];
                left = at[a] == 0 ? left : Math.Min(left, (_size[a] - 1) / at[a]);
            }

            var row = _table.AsSpan(i * Cells, Cells);
            _table.AsSpan((i + 1) * Cells, Cells).CopyTo(row);
            for (var chunk = 1; left > 0; chunk *= 2)
            {
                var count = Math.Min(chunk, left);
                Relax(row, 0, at, count, count * worth[i]);
                left -= count;
            }
        }
    }

    private static int CoarseGrid(int items) => Math.Clamp(Entries / (items + 1), 2048, 32_768);

    /// <summary>In place, from the top: <c>cell[c] = max(cell[c], cell[c - count x weight] + worth)</c>.</summary>
    private void Relax(Span<long> cells, int axis, int[] weight, int count, long worth) => Relax(cells, cells, axis, weight, count, worth);

    private void Relax(Span<long> target, ReadOnlySpan<long> source, int axis, int[] weight, int count, long worth)
    {
        var step = count * weight[axis];
        if (axis == _size.Length - 1)
        {
            RelaxRow(target, source, step, worth);
            return;
        }

        var stride = _stride[axis];
        for (var a = _size[axis] - 1; a >= step; a--)
        {
            Relax(target.Slice(a * stride, stride), source.Slice((a - step) * stride, stride), axis + 1, weight, count, worth);
        }
    }

    private static void RelaxRow(Span<long> target, ReadOnlySpan<long> source, int step, long worth)
    {
        var c = target.Length;
        var add = new Vector<long>(worth);
        while (c - Vector<long>.Count >= step)
        {
            c -= Vector<long>.Count;
            var with = new Vector<long>(source[(c - step)..]) + add;
            Vector.Max(new Vector<long>(target[c..]), with).CopyTo(target[c..]);
        }

        for (c--; c >= step; c--)
        {
            target[c] = Math.Max(target[c], source[c - step] + worth);
        }
    }
}
