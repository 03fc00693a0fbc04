using Placement.Problems;

namespace Placement.Bounds;

/// <summary>
/// Finds the most valuable set of replicas that fits on one node: a bounded knapsack in several dimensions, in exact integers, by branch and
/// bound. The bound of a branch is the least of several one-dimensional relaxations, each solved for every suffix and capacity by dynamic
/// programming beforehand: the tightest dimensions, and a surrogate (a weighted sum of all; Glover 1968, doi:10.1287/opre.16.4.741).
/// </summary>
/// <remarks>Not safe for use from several threads at once. In one dimension with a small capacity the relaxation is exact and the search walks straight to the optimum.</remarks>
internal sealed class PatternPricer
{
    private const int MaxTables = 4;
    private readonly WorkMeter? _meter;
    private readonly int _dimensions;
    private readonly long[] _capacity;
    private readonly int[] _group;
    private readonly long[] _demand;
    private readonly int[] _max;
    private readonly double[] _share;
    private readonly KnapsackTable[] _dimensionTables;
    private readonly SurrogateWeights _surrogate;
    private readonly KnapsackTable? _surrogateTable;
    private readonly KnapsackTable? _exactTable;

    // The state of one search.
    private readonly int[] _item;
    private readonly long[] _worth;
    private readonly int[] _limit;
    private readonly long[] _itemDemand;
    private readonly long[] _rest;
    private readonly int[] _taken;
    private readonly List<KnapsackTable> _tables = [];
    private readonly int[] _tableRest = new int[MaxTables];
    private int _items;
    private long _best;
    private long _work;
    private List<PatternPart[]>? _found;

    public PatternPricer(PlacementProblem problem, ReplicaGroups groups, int node, WorkMeter? meter = null)
        : this(
            [.. problem.Capacity(node)],
            [.. Enumerable.Range(0, groups.Count).Where(g => problem.IsEligible(groups.Members[g][0], node))],
            g => problem.Demand(groups.Members[g][0]).ToArray(),
            g => Math.Min(groups.MaxPerNode[g], groups.Members[g].Length),
            meter)
    {
    }

    private PatternPricer(long[] capacity, int[] candidates, Func<int, long[]> demandOf, Func<int, int> maxOf, WorkMeter? meter)
    {
        _meter = meter;
        _capacity = capacity;
        _dimensions = capacity.Length;
        var group = new List<int>();
        var demand = new List<long>();
        var max = new List<int>();
        foreach (var g in candidates)
        {
            var row = demandOf(g);
            long fit = maxOf(g);
            for (var d = 0; d < row.Length; d++)
            {
                fit = row[d] == 0 ? fit : Math.Min(fit, capacity[d] / row[d]);
            }

            if (fit > 0)
            {
                group.Add(g);
                demand.AddRange(row);
                max.Add((int)fit);
            }
        }

        _group = [.. group];
        _demand = [.. demand];
        _max = [.. max];
        _share = new double[_demand.Length];
        for (var i = 0; i < _share.Length; i++)
        {
            _share[i] = _capacity[i % _dimensions] == 0 ? 0 : (double)_demand[i] / _capacity[i % _dimensions];
        }

        _dimensionTables = [.. Enumerable.Range(0, _dimensions).Select(d => KnapsackTable.OfDimension(_capacity[d], Column(d)))];
        _surrogate = new SurrogateWeights(_dimensions, _share, _max);
        _exactTable = _dimensions > 1 ? KnapsackTable.OfAllDimensions(_capacity, Column, _group.Length) : null;
        _surrogateTable = _dimensions > 1 && _exactTable is null ? KnapsackTable.OfSurrogate(_group.Length) : null;
        _item = new int[_group.Length];
        _worth = new long[_group.Length];
        _limit = new int[_group.Length];
        _itemDemand = new long[_demand.Length];
        _taken = new int[_group.Length];
        _rest = new long[_dimensions];
    }

    /// <summary>Gets the groups that fit on the node at all.</summary>
    public ReadOnlySpan<int> Groups => _group;

    /// <summary>The most of a group, by position in <see cref="Groups"/>, that the node can hold.</summary>
    public int MaxAt(int index) => _max[index];

    /// <summary>Tells whether no set of replicas that fits is worth more than a value. Exact, and as slow as it must be.</summary>
    public bool Prove(IReadOnlyList<long> worthOfGroup, long value)
    {
        var worth = worthOfGroup as long[] ?? [.. worthOfGroup];
        return Search(worth, value, null, long.MaxValue, null) <= value;
    }

    /// <summary>Searches for sets worth more than a threshold.</summary>
    /// <param name="worthOfGroup">The worth of one replica of each group.</param>
    /// <param name="threshold">Sets worth no more do not matter.</param>
    /// <param name="limitOfGroup">The most replicas of each group, or <see langword="null"/>.</param>
    /// <param name="work">The most branches to look at.</param>
    /// <param name="found">Receives the sets found, each better than the one before.</param>
    /// <returns>A value that no set is worth more than; at least the threshold.</returns>
    public long Search(long[] worthOfGroup, long threshold, int[]? limitOfGroup, long work, List<PatternPart[]>? found)
    {
        SelectItems(worthOfGroup, limitOfGroup, 1);
        if (_items == 0)
        {
            return threshold;
        }

        var root = Fractional();
        if (root > threshold)
        {
            BuildTables();
            root = Math.Min(root, RootBound());
        }

        if (root <= threshold)
        {
            return threshold;
        }

        _best = threshold;
        _work = work;
        _found = found;
        _capacity.CopyTo(_rest, 0);
        Array.Clear(_taken, 0, _items);
        Branch(0, 0);
        _meter?.Spend(4 * (work - Math.Max(0, _work)));
        return _work < 0 ? root : _best;
    }

    /// <summary>Lists every set worth at least a value to which nothing can be added.</summary>
    /// <param name="worthOfGroup">The worth of one replica of each group, each at least 0.</param>
    /// <param name="least">The least worth.</param>
    /// <param name="most">How many sets at most.</param>
    /// <param name="work">The most branches to look at.</param>
    /// <returns>The sets, or <see langword="null"/> when there are more, or they cannot be listed with so much work.</returns>
    public List<PatternPart[]>? List(long[] worthOfGroup, long least, int most, long work)
    {
        SelectItems(worthOfGroup, null, 0);
        var sets = new List<PatternPart[]>();
        if (_items == 0)
        {
            return sets;
        }

        BuildTables();
        _work = work;
        _capacity.CopyTo(_rest, 0);
        Array.Clear(_taken, 0, _items);
        Collect(0, 0, least, most, sets);
        _meter?.Spend(4 * (work - Math.Max(0, _work)));
        return _work < 0 || sets.Count > most ? null : sets;
    }

    private void Collect(int i, long value, long least, int most, List<PatternPart[]> sets)
    {
        for (; i < _items; i++)
        {
            if (--_work < 0 || sets.Count > most)
            {
                return;
            }

            for (var t = 0; t < _tables.Count; t++)
            {
                if (value + _tables[t].At(i, _tableRest[t]) < least)
                {
                    return;
                }
            }

            var row = _itemDemand.AsSpan(i * _dimensions, _dimensions);
            var fit = Fit(row, _limit[i]);
            if (fit == 0)
            {
                continue;
            }

            Take(i, row, fit);
            for (var count = fit; count >= 1; count--)
            {
                _taken[i] = count;
                Collect(i + 1, value + (count * _worth[i]), least, most, sets);
                Take(i, row, -1);
            }

            _taken[i] = 0;
        }

        if (value >= least && IsFull())
        {
            sets.Add(Pattern(_items));
        }
    }

    private bool IsFull()
    {
        for (var i = 0; i < _items; i++)
        {
            if (_taken[i] < _limit[i] && Fit(_itemDemand.AsSpan(i * _dimensions, _dimensions), 1) > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Fills the node greedily by worth for size: fast, and often worth more than the threshold while prices are still far off.</summary>
    /// <returns>Sets worth more than the threshold, no group in two of them.</returns>
    public List<PatternPart[]> Greedy(long[] worthOfGroup, long threshold, int[]? limitOfGroup, int count)
    {
        SelectItems(worthOfGroup, limitOfGroup, 1);
        var sets = new List<PatternPart[]>();
        for (var round = 0; round < count; round++)
        {
            _capacity.CopyTo(_rest, 0);
            var worth = 0L;
            var parts = new List<PatternPart>();
            for (var i = 0; i < _items; i++)
            {
                var row = _itemDemand.AsSpan(i * _dimensions, _dimensions);
                var fit = Fit(row, _limit[i]);
                if (fit > 0)
                {
                    for (var d = 0; d < row.Length; d++)
                    {
                        _rest[d] -= fit * row[d];
                    }

                    worth += fit * _worth[i];
                    _limit[i] = 0;
                    parts.Add(new(_group[_item[i]], fit));
                }
            }

            if (worth <= threshold)
            {
                break;
            }

            sets.Add([.. parts]);
        }

        return sets;
    }

    private long[] Column(int dimension)
    {
        var column = new long[_group.Length];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = _demand[(i * _dimensions) + dimension];
        }

        return column;
    }

    private void SelectItems(long[] worthOfGroup, int[]? limitOfGroup, long least)
    {
        _items = 0;
        for (var i = 0; i < _group.Length; i++)
        {
            var g = _group[i];
            var limit = limitOfGroup is null ? _max[i] : Math.Min(_max[i], limitOfGroup[g]);
            if (worthOfGroup[g] >= least && limit > 0)
            {
                _item[_items] = i;
                _worth[_items] = worthOfGroup[g];
                _limit[_items++] = limit;
            }
        }

        _meter?.Spend(200L * _items);
        _surrogate.Tighten(_item, _worth, _limit, _items);
        _surrogate.SortByDensity(_item, _worth, _limit, _items);
        for (var k = 0; k < _items; k++)
        {
            Array.Copy(_demand, _item[k] * _dimensions, _itemDemand, k * _dimensions, _dimensions);
        }
    }

    private void BuildTables()
    {
        _tables.Clear();
        if (_exactTable is not null)
        {
            _exactTable.Fill(_item, _worth, _limit, _items, null);
            _meter?.Spend((long)_items * _exactTable.Full);
            _tables.Add(_exactTable);
            _tableRest[0] = _exactTable.Full;
            return;
        }

        foreach (var d in _surrogate.HeaviestDimensions(_surrogateTable is null ? 1 : MaxTables - 1))
        {
            _dimensionTables[d].Fill(_item, _worth, _limit, _items, null);
            _tables.Add(_dimensionTables[d]);
        }

        if (_surrogateTable is not null)
        {
            _surrogateTable.Fill(_item, _worth, _limit, _items, _surrogate.Weight);
            _tables.Add(_surrogateTable);
        }

        for (var t = 0; t < _tables.Count; t++)
        {
            _meter?.Spend((long)_items * _tables[t].Full);
            _tableRest[t] = _tables[t].Full;
        }
    }

    private long RootBound()
    {
        var root = long.MaxValue;
        for (var t = 0; t < _tables.Count; t++)
        {
            root = Math.Min(root, _tables[t].At(0, _tables[t].Full));
        }

        return root;
    }

    /// <summary>
    /// The bound of the surrogate's linear relaxation (Dantzig 1957, doi:10.1287/opre.5.2.266) in exact integers: for any price of size, the worth of all items
    /// beyond their size at that price, plus the price of the whole node. The density of the item that is cut is the best price.
    /// </summary>
    private long Fractional()
    {
        Span<Int128> multiplier = stackalloc Int128[_dimensions];
        Int128 whole = 0;
        for (var d = 0; d < _dimensions; d++)
        {
            multiplier[d] = _capacity[d] == 0 ? 0 : (Int128)(_surrogate.WeightOf(d) * (1L << 50)) / _capacity[d];
            whole += multiplier[d] * _capacity[d];
        }

        var size = new Int128[_items];
        var rest = whole;
        var cut = -1;
        for (var k = 0; k < _items; k++)
        {
            for (var d = 0; d < _dimensions; d++)
            {
                size[k] += multiplier[d] * _itemDemand[(k * _dimensions) + d];
            }

            rest -= size[k] * _limit[k];
            cut = cut < 0 && rest < 0 ? k : cut;
        }

        var (worth, unit) = cut < 0 ? (0, 1) : ((Int128)_worth[cut], size[cut]);
        var bound = worth * whole;
        for (var k = 0; k < _items; k++)
        {
            bound += Int128.Max(0, (_worth[k] * unit) - (worth * size[k])) * _limit[k];
        }

        return (long)(bound / unit);
    }

    private void Branch(int i, long value)
    {
        if (value > _best)
        {
            _best = value;
            _found?.Add(Pattern(i));
        }

        for (; i < _items; i++)
        {
            if (--_work < 0)
            {
                return;
            }

            for (var t = 0; t < _tables.Count; t++)
            {
                if (value + _tables[t].At(i, _tableRest[t]) <= _best)
                {
                    return;
                }
            }

            var row = _itemDemand.AsSpan(i * _dimensions, _dimensions);
            var fit = Fit(row, _limit[i]);
            if (fit == 0)
            {
                continue;
            }

            Take(i, row, fit);
            for (var count = fit; count >= 1; count--)
            {
                _taken[i] = count;
                Branch(i + 1, value + (count * _worth[i]));
                if (_work < 0)
                {
                    return;
                }

                Take(i, row, -1);
            }

            _taken[i] = 0;
        }
    }

    /// <summary>How many of an item, at most a limit, fit in what is free.</summary>
    private int Fit(ReadOnlySpan<long> row, int limit)
    {
        long fit = limit;
        for (var d = 0; d < row.Length; d++)
        {
            if (row[d] > _rest[d])
            {
                return 0;
            }

            if (row[d] > 0 && fit > 1)
            {
                fit = Math.Min(fit, _rest[d] / row[d]);
            }
        }

        return (int)fit;
    }

    private void Take(int i, ReadOnlySpan<long> row, int count)
    {
        for (var d = 0; d < row.Length; d++)
        {
            _rest[d] -= count * row[d];
        }

        for (var t = 0; t < _tables.Count; t++)
        {
            _tableRest[t] -= count * _tables[t].WeightAt(i);
        }
    }

    private PatternPart[] Pattern(int items)
    {
        var parts = new List<PatternPart>();
        for (var k = 0; k < items; k++)
        {
            if (_taken[k] > 0)
            {
                parts.Add(new(_group[_item[k]], _taken[k]));
            }
        }

        return [.. parts];
    }
}
