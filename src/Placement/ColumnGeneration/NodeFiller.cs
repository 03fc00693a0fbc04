using Placement.Bounds;

namespace Placement.ColumnGeneration;

/// <summary>
/// Fills one node of a class to the brim: replicas drawn in proportion to a pool, so that the pool keeps its mix, then replicas added and exchanged while that
/// raises the worth of what the node holds. Where nodes hold many replicas of many sizes, this leaves about a thousandth of a node free.
/// </summary>
internal sealed class NodeFiller
{
    private const int MaxMisses = 4;
    private readonly WorkMeter _meter;
    private readonly int _dimensions;
    private readonly long[] _capacity;
    private readonly int[] _group;
    private readonly int[] _max;
    private readonly long[] _demand;
    private readonly double[] _worth;
    private readonly int[] _pool;
    private readonly int[] _taken;
    private readonly int[] _least;
    private readonly long[] _rest;
    private readonly int[] _candidate;
    private int _candidates;
    private double _value;

    public NodeFiller(PatternSpace space, int nodeClass)
    {
        _meter = space.Meter;
        var pricer = space.Pricers[nodeClass];
        _capacity = [.. space.Problem.Capacity(space.Nodes.Members[nodeClass][0])];
        _dimensions = _capacity.Length;
        _group = [.. pricer.Groups];
        _max = [.. Enumerable.Range(0, _group.Length).Select(pricer.MaxAt)];
        _demand = [.. _group.SelectMany(g => space.Problem.Demand(space.Groups.Members[g][0]).ToArray())];
        _worth = new double[_group.Length];
        _pool = new int[_group.Length];
        _taken = new int[_group.Length];
        _least = new int[_group.Length];
        _rest = new long[_dimensions];
        _candidate = new int[_group.Length];
    }

    /// <summary>Fills a node from a pool of replicas, which it leaves as it is.</summary>
    /// <param name="pool">The replicas of each group that may be taken.</param>
    /// <param name="share">How strongly each group is to be drawn.</param>
    /// <param name="worth">The worth of one replica of each group.</param>
    /// <param name="nodesAfter">How many nodes will share what is left; a group that they can hold only so much of gives this node the rest first.</param>
    /// <param name="enough">The worth at which to stop.</param>
    /// <param name="tries">The number of draws of which the best is returned.</param>
    /// <param name="random">The source of the draws.</param>
    public PatternPart[] Fill(int[] pool, Func<int, double> share, double[] worth, double nodesAfter, double enough, int tries, Random random)
    {
        var cumulative = new double[_group.Length];
        var sum = 0.0;
        for (var i = 0; i < _group.Length; i++)
        {
            _pool[i] = pool[_group[i]];
            _worth[i] = worth[_group[i]];
            var part = _pool[i] > 0 ? share(_group[i]) : 0;
            _least[i] = Math.Clamp((int)Math.Ceiling(part - (nodesAfter * _max[i]) - 1e-6), 0, Math.Min(_pool[i], _max[i]));
            cumulative[i] = sum += part;
        }

        var best = Array.Empty<PatternPart>();
        var most = double.NegativeInfinity;
        for (var t = 0; t < tries && most < enough; t++)
        {
            Draw(cumulative, random);
            Improve();
            if (_value > most)
            {
                (best, most) = (Parts(), _value);
            }
        }

        return best;
    }

    private void Draw(double[] cumulative, Random random)
    {
        Array.Clear(_taken);
        _capacity.CopyTo(_rest, 0);
        _value = 0;
        for (var i = 0; i < _group.Length; i++)
        {
            for (var left = _least[i]; left > 0 && Fits(i, -1); left--)
            {
                Exchange(-1, i);
            }
        }

        for (var misses = 0; misses < MaxMisses && cumulative[^1] > 0;)
        {
            var at = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
            var i = Math.Min(at < 0 ? ~at : at + 1, _group.Length - 1);
            if (CanTake(i) && Fits(i, -1))
            {
                Exchange(-1, i);
            }
            else
            {
                misses++;
            }
        }
    }

    private bool CanTake(int i) => _taken[i] < Math.Min(_pool[i], _max[i]);

    private bool Fits(int add, int remove)
    {
        for (var d = 0; d < _dimensions; d++)
        {
            if (_demand[(add * _dimensions) + d] > _rest[d] + (remove < 0 ? 0 : _demand[(remove * _dimensions) + d]))
            {
                return false;
            }
        }

        return true;
    }

    private void Exchange(int remove, int add)
    {
        for (var d = 0; d < _dimensions; d++)
        {
            _rest[d] += (remove < 0 ? 0 : _demand[(remove * _dimensions) + d]) - _demand[(add * _dimensions) + d];
        }

        _value += _worth[add] - (remove < 0 ? 0 : _worth[remove]);
        _taken[add]++;
        if (remove >= 0)
        {
            _taken[remove]--;
        }
    }

    /// <summary>Takes the best addition or exchange of one for one until none gains.</summary>
    private void Improve()
    {
        _candidates = 0;
        for (var i = 0; i < _group.Length; i++)
        {
            if (_pool[i] > 0)
            {
                _candidate[_candidates++] = i;
            }
        }

        while (true)
        {
            var (gain, remove, add) = (1e-9, -1, -1);
            for (var r = -1; r < _group.Length; r++)
            {
                if (r < 0 || _taken[r] > _least[r])
                {
                    _meter.Spend(4 * _candidates);
                    var lost = r < 0 ? 0 : _worth[r];
                    for (var c = 0; c < _candidates; c++)
                    {
                        var i = _candidate[c];
                        if (_worth[i] - lost > gain && CanTake(i) && Fits(i, r))
                        {
                            (gain, remove, add) = (_worth[i] - lost, r, i);
                        }
                    }
                }
            }

            if (add < 0)
            {
                return;
            }

            Exchange(remove, add);
        }
    }

    private PatternPart[] Parts()
    {
        var parts = new List<PatternPart>();
        for (var i = 0; i < _taken.Length; i++)
        {
            if (_taken[i] > 0)
            {
                parts.Add(new(_group[i], _taken[i]));
            }
        }

        return [.. parts];
    }
}
