using Placement.Bounds;

namespace Placement.ColumnGeneration;

/// <summary>
/// Turns the fractional solution into a plan: takes whole patterns, generates columns for what is left, and repeats. Later dives
/// take other than the best pattern now and then (limited discrepancies; Harvey and Ginsberg 1995; Sadykov et al. 2019, doi:10.1287/ijoc.2018.0822).
/// </summary>
internal sealed class PatternDive(PatternSpace space, ColumnGenerator generator, Random random)
{
    private readonly List<(Pattern Pattern, int Count)> _taken = [];
    private int[] _demand = [];
    private int[] _nodes = [];
    private long _cost;

    /// <summary>Dives once from a solved root, which it consumes.</summary>
    /// <param name="master">A copy of the root.</param>
    /// <param name="upperBound">The cost that a plan must beat.</param>
    /// <param name="noise">How far choices stray from the largest value; 0 for the first dive.</param>
    /// <param name="stop">Ends the dive without a plan.</param>
    /// <returns>A plan below the upper bound, or <see langword="null"/>.</returns>
    public PatternPlan? Run(PatternMaster master, Func<long> upperBound, double noise, CancellationToken stop)
    {
        _taken.Clear();
        _demand = [.. space.Demand];
        _nodes = [.. space.NodeCount];
        _cost = 0;
        var forbidden = new bool[generator.Pool.Count];
        var root = master.Objective;
        while (!stop.IsCancellationRequested)
        {
            if (_cost + space.RoundUp(master.Objective) >= upperBound() || (!space.Problem.MayLeaveUnplaced && master.Uncovered() > 0.01))
            {
                return null;
            }

            if (!Take(master.Values(), noise))
            {
                return null;
            }

            if (Array.TrueForAll(_demand, d => d == 0))
            {
                return _cost < upperBound() ? new([.. _taken], _cost) : null;
            }

            Array.Resize(ref forbidden, generator.Pool.Count);
            Forbid(master, ref forbidden);
            master.Reduce(_demand, _nodes, stop);
            generator.SolveRest(master, _demand, _nodes, Allowed(root) - _cost, stop);
        }

        return null;
    }

    /// <summary>What plan and program may cost together by now: aims at the bound itself, and spends the slack between it and the root as the plan grows.</summary>
    private double Allowed(double root)
    {
        var aim = Math.Max(generator.Bound.Value, root) + (PatternSpace.Tolerance * space.Step);
        return root + ((aim - root) * Math.Min(1, _cost / Math.Max(1, aim)));
    }

    private bool Take(double[] values, double noise)
    {
        var any = false;
        for (var p = 0; p < values.Length; p++)
        {
            var whole = (int)Math.Floor(values[p] + 1e-4);
            if (whole > 0 && generator.Pool[p].IsWithin(_demand))
            {
                any |= Fix(generator.Pool[p], whole);
            }
        }

        if (any)
        {
            return true;
        }

        var remaining = 0.0;
        var order = new List<(double Score, int Pattern)>();
        for (var p = 0; p < values.Length; p++)
        {
            if (values[p] > 1e-5)
            {
                remaining += values[p];
                order.Add((-values[p] + (noise > 0 ? noise * random.NextDouble() : 0), p));
            }
        }

        order.Sort();
        // Far from the end, several patterns at a time; near it, one.
        var batch = Math.Max(1, (int)(remaining / 25));
        foreach (var (_, p) in order)
        {
            if ((any && values[p] < 0.6) || batch == 0)
            {
                break;
            }

            if (generator.Pool[p].IsWithin(_demand) || !any)
            {
                any |= generator.Pool[p].Within(_demand) is { } cut && Fix(cut, 1);
                batch--;
            }
        }

        return any;
    }

    private bool Fix(Pattern pattern, int count)
    {
        count = Math.Min(count, _nodes[pattern.NodeClass]);
        if (count == 0)
        {
            return false;
        }

        foreach (var part in pattern.Parts)
        {
            count = Math.Min(count, Math.Max(1, _demand[part.Group] / part.Count));
        }

        foreach (var part in pattern.Parts)
        {
            _demand[part.Group] = Math.Max(0, _demand[part.Group] - (count * part.Count));
        }

        _nodes[pattern.NodeClass] -= count;
        _cost += count * space.Price[pattern.NodeClass];
        _taken.Add((pattern, count));
        return true;
    }

    /// <summary>Prices patterns that hold more than is left out of the way, and offers their trimmed versions instead.</summary>
    private void Forbid(PatternMaster master, ref bool[] forbidden)
    {
        var values = master.Values();
        var known = forbidden.Length;
        for (var p = 0; p < known; p++)
        {
            var pattern = generator.Pool[p];
            if (!forbidden[p] && !pattern.IsWithin(_demand))
            {
                forbidden[p] = true;
                master.SetCost(p, (20.0 * space.Price[pattern.NodeClass]) + 1);
                if (values[p] > 1e-6 && _nodes[pattern.NodeClass] > 0 && pattern.Within(_demand) is { } cut)
                {
                    generator.Add(master, cut);
                }
            }
        }

        Array.Resize(ref forbidden, generator.Pool.Count);
    }
}
