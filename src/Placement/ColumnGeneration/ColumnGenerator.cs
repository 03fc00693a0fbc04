using Placement.Bounds;
using Placement.Solving;

namespace Placement.ColumnGeneration;

/// <summary>
/// Solves the linear program over all patterns by generating them (Gilmore and Gomory 1961, doi:10.1287/opre.9.6.849), and turns its duals into an integer
/// bound (Farley 1990, doi:10.1287/opre.38.5.922, with the number of nodes of each class limited).
/// </summary>
internal sealed class ColumnGenerator(PatternSpace space)
{
    private const long QuickWork = 60_000;
    private const long ExactWork = 3_000_000;
    private const int MaxRepeats = 3;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly long[] _worth = new long[space.Demand.Length];
    private readonly long[] _upper = new long[space.NodeCount.Length];

    /// <summary>Gets the patterns, in the order of the master's columns.</summary>
    public List<Pattern> Pool { get; } = [];

    /// <summary>Gets the best bound found on the whole problem.</summary>
    public Bound Bound { get; private set; } = Bound.Zero;

    /// <summary>Adds a pattern unless it is known.</summary>
    public bool Add(PatternMaster master, Pattern pattern)
    {
        if (!_known.Add(pattern.Key))
        {
            return false;
        }

        Pool.Add(pattern);
        master.AddPattern(pattern.NodeClass, pattern.Parts, space.Price[pattern.NodeClass]);
        return true;
    }

    /// <summary>Forgets the patterns beyond the first so many.</summary>
    public void Truncate(int count)
    {
        for (var p = count; p < Pool.Count; p++)
        {
            _known.Remove(Pool[p].Key);
        }

        Pool.RemoveRange(count, Pool.Count - count);
    }

    /// <summary>Generates columns for the whole problem until the linear program is solved or its bound cannot round higher.</summary>
    /// <returns>Whether it was solved to its end.</returns>
    public bool SolveRoot(PatternMaster master, Action<Bound> onBound, Func<long> upperBound, CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            master.Optimise(stop);
            if (stop.IsCancellationRequested)
            {
                return false;
            }

            var added = Price(master, space.Demand, space.NodeCount, QuickWork, stop, out var complete);
            if (added == 0 || (complete && round % 5 == 4))
            {
                if (added == 0 && !complete)
                {
                    added = Price(master, space.Demand, space.NodeCount, ExactWork, stop, out complete);
                }

                if (!stop.IsCancellationRequested && Improve())
                {
                    onBound(Bound);
                }
            }

            var goal = space.RoundUp(master.Objective);
            if (added == 0 || Bound.Value >= Math.Min(upperBound(), goal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Generates columns for what is left of the demand during a dive: quick pricing only.</summary>
    public void SolveRest(PatternMaster master, int[] demand, int[] nodes, CancellationToken stop)
    {
        for (var round = 0; round < 60 && !stop.IsCancellationRequested; round++)
        {
            master.Optimise(stop);
            if (stop.IsCancellationRequested || Price(master, demand, nodes, QuickWork / 4, stop, out _) == 0)
            {
                return;
            }
        }
    }

    private int Price(PatternMaster master, int[] demand, int[] nodes, long work, CancellationToken stop, out bool complete)
    {
        for (var g = 0; g < _worth.Length; g++)
        {
            _worth[g] = (long)(master.GroupDual(g) * space.Scale);
        }

        complete = true;
        var added = 0;
        var found = new List<PatternPart[]>();
        for (var k = 0; k < space.Pricers.Length; k++)
        {
            if (stop.IsCancellationRequested)
            {
                complete = false;
                return added;
            }

            if (nodes[k] == 0)
            {
                _upper[k] = 0;
                continue;
            }

            var target = (long)((space.Price[k] + master.NodeDual(k)) * space.Scale);
            // Worth less than this above the target is rounding noise of the duals.
            var threshold = target + Math.Max(1, space.Price[k] * space.Scale / 2_000_000);
            var limit = demand;
            for (var repeat = 0; repeat < MaxRepeats; repeat++)
            {
                found.Clear();
                var upper = space.Pricers[k].Search(_worth, threshold, ReferenceEquals(limit, space.Demand) ? null : limit, work, found);
                if (repeat == 0)
                {
                    _upper[k] = upper;
                    complete &= found.Count > 0 ? upper <= threshold || upper == Worth(found[^1]) : upper <= threshold;
                }

                if (found.Count == 0)
                {
                    break;
                }

                added += Add(master, new(k, found[^1])) ? 1 : 0;
                limit = [.. limit];
                foreach (var part in found[^1])
                {
                    limit[part.Group] = 0;
                }
            }
        }

        return added;
    }

    private long Worth(PatternPart[] parts)
    {
        var sum = 0L;
        foreach (var part in parts)
        {
            sum += part.Count * _worth[part.Group];
        }

        return sum;
    }

    /// <summary>Recomputes the bound from the worths and upper values of the last full pricing; scaled so that each class in turn is worth just its price.</summary>
    private bool Improve()
    {
        var best = Bound;
        var explanation = "";
        var factors = new List<Int128Ratio> { new(1, 1) };
        for (var k = 0; k < _upper.Length; k++)
        {
            if (_upper[k] > 0 && space.Price[k] > 0)
            {
                factors.Add(new((Int128)space.Price[k] * space.Scale, _upper[k]));
            }
        }

        foreach (var factor in factors.Distinct().Take(200))
        {
            var certificate = new BoundCertificate
            {
                Scale = space.Scale,
                ClassWorth = [.. _worth.Select(w => factor.Down(w))],
                NodeWorth = [.. _upper.Select(u => factor.Up(u))],
            };
            var value = CertificateCheck.ClassValue(space.Problem, space.Groups, space.Nodes, certificate);
            if (value > best.Value)
            {
                explanation = $"under the best prices of demand no set of replicas that fits on a node is worth more than the node; all demand is worth {value}";
                best = new() { Value = value, Argument = BoundArgument.ColumnGeneration, Explanation = explanation, Certificate = certificate };
            }
        }

        var improved = best.Value > Bound.Value;
        Bound = best;
        return improved;
    }

    /// <summary>An exact ratio to scale worths by.</summary>
    private readonly record struct Int128Ratio(Int128 Numerator, Int128 Denominator)
    {
        public long Down(long value) => (long)(value * Numerator / Denominator);

        public long Up(long value) => (long)(((value * Numerator) + Denominator - 1) / Denominator);
    }
}
