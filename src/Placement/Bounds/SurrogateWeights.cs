namespace Placement.Bounds;

/// <summary>Weights of the dimensions under which one weighted sum of them bounds a knapsack tightly, by multiplicative updates towards the dual of its linear relaxation.</summary>
/// <remarks>The weights only choose among valid relaxations; rounding in them costs tightness, never validity.</remarks>
internal sealed class SurrogateWeights(int dimensions, double[] share, int[] max)
{
    private const int Rounds = 16;
    private const double FirstStep = 0.3;
    private readonly double[] _weight = [.. Enumerable.Repeat(1.0 / dimensions, dimensions)];
    private readonly double[] _density = new double[max.Length];
    private readonly double[] _used = new double[dimensions];
    private readonly double[] _best = [.. Enumerable.Repeat(1.0 / dimensions, dimensions)];
    private int[] _order = [];

    /// <summary>Moves the weights towards those with the least fractional bound for the given worths; begins where the last call ended.</summary>
    public void Tighten(int[] item, long[] worth, int[] limit, int items)
    {
        if (dimensions == 1)
        {
            return;
        }

        if (_order.Length != items)
        {
            _order = new int[items];
        }

        var trial = _weight;
        _best.CopyTo(trial, 0);
        var least = Fractional(item, worth, limit, items);
        var slope = Slope();
        var step = FirstStep;
        for (var round = 0; round < Rounds; round++)
        {
            var sum = 0.0;
            for (var d = 0; d < dimensions; d++)
            {
                trial[d] = Math.Max(1e-6, _best[d] * Math.Exp(slope[d] * step));
                sum += trial[d];
            }

            for (var d = 0; d < dimensions; d++)
            {
                trial[d] /= sum;
            }

            var bound = Fractional(item, worth, limit, items);
            if (bound < least)
            {
                least = bound;
                slope = Slope();
                trial.CopyTo(_best, 0);
                step *= 1.3;
            }
            else
            {
                step /= 2.5;
            }
        }
    }

    /// <summary>Where the relaxed filling uses more than a dimension has, its weight must rise; the longest entry is 1.</summary>
    private double[] Slope()
    {
        var longest = Math.Max(1e-9, _used.Max(u => Math.Abs(u - 1)));
        return [.. _used.Select(u => (u - 1) / longest)];
    }

    /// <summary>Sorts items by worth for their weight, highest first.</summary>
    public void SortByDensity(int[] item, long[] worth, int[] limit, int items)
    {
        var keys = new (double Density, int Item)[items];
        var rest = new (int Item, long Worth, int Limit)[items];
        for (var k = 0; k < items; k++)
        {
            keys[k] = (-worth[k] / Math.Max(1e-9, Size(item[k], _best)), item[k]);
            rest[k] = (item[k], worth[k], limit[k]);
        }

        Array.Sort(keys, rest);
        for (var k = 0; k < items; k++)
        {
            (item[k], worth[k], limit[k]) = rest[k];
        }
    }

    /// <summary>The weight of a dimension.</summary>
    public double WeightOf(int dimension) => _best[dimension];

    /// <summary>The dimensions with the greatest weights, heaviest first.</summary>
    public IEnumerable<int> HeaviestDimensions(int count) => Enumerable.Range(0, dimensions).OrderByDescending(d => _best[d]).ThenBy(d => d).Take(count);

    /// <summary>The weight of an item on a grid, rounded down.</summary>
    public int Weight(int item, int grid)
    {
        // Integer multipliers and shares rounded down: their sum over any set that fits is at most the grid.
        var sum = 0L;
        var total = 0L;
        for (var d = 0; d < dimensions; d++)
        {
            var multiplier = (long)(_best[d] * 4096);
            total += multiplier << 20;
            sum += multiplier * (long)(share[(item * dimensions) + d] * ((1 << 20) - 1));
        }

        return total == 0 ? 0 : (int)((Int128)sum * grid / total);
    }

    private double Fractional(int[] item, long[] worth, int[] limit, int items)
    {
        for (var k = 0; k < items; k++)
        {
            _order[k] = k;
            _density[k] = -worth[k] / Math.Max(1e-9, Size(item[k], _weight));
        }

        Array.Sort(_density, _order, 0, items);
        Array.Clear(_used);
        var (rest, bound) = (1.0, 0.0);
        foreach (var k in _order)
        {
            var size = Size(item[k], _weight) * limit[k];
            var part = size <= rest ? 1 : rest / size;
            bound += part * worth[k] * limit[k];
            for (var d = 0; d < dimensions; d++)
            {
                _used[d] += part * limit[k] * share[(item[k] * dimensions) + d];
            }

            rest -= part * size;
            if (rest <= 1e-12)
            {
                break;
            }
        }

        return bound;
    }

    private double Size(int item, double[] weight)
    {
        var size = 0.0;
        for (var d = 0; d < dimensions; d++)
        {
            size += weight[d] * share[(item * dimensions) + d];
        }

        return size;
    }
}
