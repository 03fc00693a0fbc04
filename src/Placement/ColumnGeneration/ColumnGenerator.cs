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
    private const int MaxRepeats = 6;
    private const int MaxGreedy = 12;
    private const int MaxFound = 4;
    private const double Smoothing = 0.7;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly long[] _worth = new long[space.Demand.Length];
    private readonly long[] _upper = new long[space.NodeCount.Length];
    private readonly double[] _groupDual = new double[space.Demand.Length];
    private readonly double[] _nodeDual = new double[space.NodeCount.Length];
    private readonly double[] _trialGroup = new double[space.Demand.Length];
    private readonly double[] _trialNode = new double[space.NodeCount.Length];
    private readonly double[] _centreGroup = new double[space.Demand.Length];
    private readonly double[] _centreNode = new double[space.NodeCount.Length];
    private double _centreValue;

    /// <summary>Gets the patterns, in the order of the master's columns.</summary>
    public List<Pattern> Pool { get; } = [];

    /// <summary>Gets the worths that prove most before rounding, or <see langword="null"/>.</summary>
    public BoundCertificate? BestWorths { get; private set; }

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
    /// <remarks>
    /// Prices between the duals of the program and the duals of the best bound so far (Wentges 1997, doi:10.1111/j.1475-3995.1997.tb00003.x), nearer to the
    /// program's when that finds nothing. Greedy sets first, search when there are few.
    /// </remarks>
    /// <param name="master">The program.</param>
    /// <param name="onBound">Receives each better bound.</param>
    /// <param name="upperBound">The cost that ends the search for bounds.</param>
    /// <param name="tight">Whether to go on to the program's end though the bound cannot round higher.</param>
    /// <param name="stop">Ends the generation.</param>
    /// <returns>Whether it was solved to its end.</returns>
    public bool SolveRoot(PatternMaster master, Action<Bound> onBound, Func<long> upperBound, bool tight, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            master.Optimise(stop);
            TakeDuals(master);
            if (Greedy(master, space.Demand, space.NodeCount) > 3 * space.NodeCount.Length)
            {
                continue;
            }

            var added = 0;
            foreach (var (smoothing, work) in new[] { (Smoothing, QuickWork), (Smoothing / 3, QuickWork), (0, QuickWork), (0, ExactWork) })
            {
                if (stop.IsCancellationRequested)
                {
                    return false;
                }

                Between(smoothing);
                added = Search(master, space.Demand, space.NodeCount, _trialGroup, _trialNode, work, stop, out var complete);
                if (!stop.IsCancellationRequested && Improve())
                {
                    onBound(Bound);
                }

                if (added > 0 || (complete && smoothing == 0) || (!tight && Bound.Value >= upperBound()))
                {
                    break;
                }
            }

            if (added == 0 || (!tight && Bound.Value >= Math.Min(upperBound(), space.RoundUp(master.Objective))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Generates columns for what is left of the demand during a dive: quick pricing only, and none once the program is cheap enough for the plan to succeed.</summary>
    public void SolveRest(PatternMaster master, int[] demand, int[] nodes, double enough, CancellationToken stop)
    {
        for (var round = 0; round < 40 && !stop.IsCancellationRequested; round++)
        {
            master.Optimise(stop);
            if (master.Objective <= enough)
            {
                return;
            }

            TakeDuals(master);
            if (Greedy(master, demand, nodes) == 0 && Search(master, demand, nodes, _groupDual, _nodeDual, QuickWork / 4, stop, out _) == 0)
            {
                return;
            }
        }
    }

    /// <summary>Starts from the duals of the relaxation that cuts replicas: the first pricing at them already proves nearly its value.</summary>
    public void Centre(AssignmentRelaxation relaxation, PatternMaster master, Action<Bound> onBound, CancellationToken stop)
    {
        relaxation.GroupWorth.CopyTo(_centreGroup, 0);
        relaxation.NodeExcess.CopyTo(_centreNode, 0);
        Between(1);
        Search(master, space.Demand, space.NodeCount, _trialGroup, _trialNode, QuickWork, stop, out _);
        if (!stop.IsCancellationRequested && Improve())
        {
            onBound(Bound);
        }
    }

    private void TakeDuals(PatternMaster master)
    {
        for (var g = 0; g < _groupDual.Length; g++)
        {
            _groupDual[g] = master.GroupDual(g);
        }

        for (var k = 0; k < _nodeDual.Length; k++)
        {
            _nodeDual[k] = master.NodeDual(k);
        }
    }

    private void Between(double smoothing)
    {
        for (var g = 0; g < _groupDual.Length; g++)
        {
            _trialGroup[g] = (smoothing * _centreGroup[g]) + ((1 - smoothing) * _groupDual[g]);
        }

        for (var k = 0; k < _nodeDual.Length; k++)
        {
            _trialNode[k] = (smoothing * _centreNode[k]) + ((1 - smoothing) * _nodeDual[k]);
        }
    }

    /// <summary>Adds the sets that a greedy filling finds. A set counts when it is worth more than its node at the true duals too.</summary>
    private int Greedy(PatternMaster master, int[] demand, int[] nodes)
    {
        SetWorths(_groupDual);
        var added = 0;
        for (var k = 0; k < space.Pricers.Length; k++)
        {
            if (nodes[k] > 0)
            {
                foreach (var parts in space.Pricers[k].Greedy(_worth, Threshold(k, _nodeDual[k]), ReferenceEquals(demand, space.Demand) ? null : demand, MaxGreedy))
                {
                    added += IsWorth(k, parts) && Add(master, new(k, parts)) ? 1 : 0;
                }
            }
        }

        return added;
    }

    private bool IsWorth(int nodeClass, PatternPart[] parts)
    {
        var worth = 0.0;
        foreach (var part in parts)
        {
            worth += part.Count * _groupDual[part.Group];
        }

        return worth > (space.Price[nodeClass] + _nodeDual[nodeClass]) * (1 + 1e-7);
    }

    private void SetWorths(double[] groupDual)
    {
        for (var g = 0; g < _worth.Length; g++)
        {
            _worth[g] = (long)(groupDual[g] * space.Scale);
        }
    }

    /// <summary>Worth less than this above the target is rounding noise of the duals.</summary>
    private long Threshold(int nodeClass, double nodeDual) =>
        (long)((space.Price[nodeClass] + nodeDual) * space.Scale) + Math.Max(1, space.Price[nodeClass] * space.Scale / 2_000_000);

    private int Search(PatternMaster master, int[] demand, int[] nodes, double[] groupDual, double[] nodeDual, long work, CancellationToken stop, out bool complete)
    {
        SetWorths(groupDual);
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

            var threshold = Threshold(k, nodeDual[k]);
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

                foreach (var parts in found.TakeLast(MaxFound))
                {
                    added += IsWorth(k, parts) && Add(master, new(k, parts)) ? 1 : 0;
                }

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
            Recentre(certificate);
            var value = CertificateCheck.ClassValue(space.Problem, space.Groups, space.Nodes, certificate);
            if (value > best.Value)
            {
                explanation = "under the best prices of demand no set of replicas that fits on a node is worth more than the node, and all demand together is worth as much as this bound";
                best = new() { Value = value, Argument = BoundArgument.ColumnGeneration, Explanation = explanation, Certificate = certificate };
            }
        }

        var improved = best.Value > Bound.Value;
        Bound = best;
        return improved;
    }

    /// <summary>Moves the centre to worths that prove more than it does.</summary>
    private void Recentre(BoundCertificate certificate)
    {
        var value = (double)CertificateCheck.ClassWorth(space.Problem, space.Groups, space.Nodes, certificate);
        if (BestWorths is not null && value <= _centreValue)
        {
            return;
        }

        _centreValue = value;
        BestWorths = certificate;
        for (var g = 0; g < _worth.Length; g++)
        {
            _centreGroup[g] = (double)certificate.ClassWorth[g] / space.Scale;
        }

        for (var k = 0; k < _upper.Length; k++)
        {
            _centreNode[k] = Math.Max(0, ((double)certificate.NodeWorth[k] / space.Scale) - space.Price[k]);
        }
    }

    /// <summary>An exact ratio to scale worths by.</summary>
    private readonly record struct Int128Ratio(Int128 Numerator, Int128 Denominator)
    {
        public long Down(long value) => (long)(value * Numerator / Denominator);

        public long Up(long value) => (long)(((value * Numerator) + Denominator - 1) / Denominator);
    }
}
