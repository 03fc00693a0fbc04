using Placement.Bounds;

namespace Placement.ColumnGeneration;

/// <summary>
/// Improves a plan by giving up its emptiest nodes and refilling a few others at a time from what they hold and what is homeless, as long as no more becomes homeless
/// (Shaw 1998, doi:10.1007/3-540-49481-2_30). Where nodes hold many replicas, it closes the last per cent that dives leave.
/// </summary>
internal sealed class NodeRefilling(PatternSpace space, double[] worth, Random random)
{
    private const int MaxNodes = 4;
    private readonly NodeFiller?[] _filler = new NodeFiller?[space.Nodes.Count];
    private readonly double[] _worth = [.. worth.Select((w, g) => w + (1e-3 * Size(space, g)))];
    private readonly int[] _homeless = new int[space.Demand.Length];
    private List<(int NodeClass, PatternPart[] Parts)> _nodes = [];
    private double _lost;

    /// <summary>Refills.</summary>
    /// <param name="plan">A plan that covers the demand.</param>
    /// <param name="upperBound">The cost that the result must be below.</param>
    /// <param name="rounds">How many refills to try.</param>
    /// <param name="stop">Ends without a result.</param>
    /// <returns>A plan below the upper bound, or <see langword="null"/>.</returns>
    public PatternPlan? Run(PatternPlan plan, long upperBound, int rounds, CancellationToken stop)
    {
        _nodes = [.. plan.Parts.SelectMany(p => Enumerable.Repeat((p.Pattern.NodeClass, p.Pattern.Parts), p.Count)).OrderBy(n => Worth(n.Parts) / Math.Max(1, space.Price[n.NodeClass]))];
        GiveUp(plan, upperBound);
        for (var round = 0; round < rounds && _lost > 0 && _nodes.Count > 1; round++)
        {
            if (stop.IsCancellationRequested)
            {
                return null;
            }

            Refill(random.Next(2, Math.Min(MaxNodes, _nodes.Count) + 1));
        }

        return _lost > 0 ? null : new([.. _nodes.Where(n => n.Parts.Length > 0).Select(n => (new Pattern(n.NodeClass, n.Parts), 1))], _nodes.Where(n => n.Parts.Length > 0).Sum(n => space.Price[n.NodeClass]));
    }

    /// <summary>Empties the worst nodes until the rest costs less than the upper bound, and forgets what the plan covers beyond the demand.</summary>
    private void GiveUp(PatternPlan plan, long upperBound)
    {
        var cost = plan.Cost;
        var given = 0;
        for (; given < _nodes.Count && cost >= upperBound; given++)
        {
            cost -= space.Price[_nodes[given].NodeClass];
        }

        _nodes.RemoveRange(0, given);
        space.Demand.CopyTo(_homeless, 0);
        for (var i = 0; i < _nodes.Count; i++)
        {
            var parts = _nodes[i].Parts.Select(p => new PatternPart(p.Group, Math.Min(p.Count, _homeless[p.Group]))).Where(p => p.Count > 0).ToArray();
            _nodes[i] = (_nodes[i].NodeClass, parts);
            Move(parts, -1);
        }

        _lost = Enumerable.Range(0, _homeless.Length).Sum(g => _homeless[g] * _worth[g]);
    }

    private void Refill(int count)
    {
        var chosen = new int[count];
        for (var i = 0; i < count; i++)
        {
            do
            {
                chosen[i] = random.Next(_nodes.Count);
            }
            while (Array.IndexOf(chosen, chosen[i], 0, i) >= 0);
        }

        var before = chosen.Select(n => _nodes[n].Parts).ToArray();
        var after = new PatternPart[count][];
        var held = before.Sum(Worth);
        foreach (var parts in before)
        {
            Move(parts, 1);
        }

        var holds = 0.0;
        for (var i = 0; i < count; i++)
        {
            var k = _nodes[chosen[i]].NodeClass;
            after[i] = (_filler[k] ??= new(space, k)).Fill(_homeless, g => _homeless[g], _worth, double.MaxValue / 4, double.PositiveInfinity, 1, random);
            Move(after[i], -1);
            holds += Worth(after[i]);
        }

        if (holds < held - 1e-9)
        {
            for (var i = 0; i < count; i++)
            {
                Move(after[i], 1);
            }

            foreach (var parts in before)
            {
                Move(parts, -1);
            }

            return;
        }

        for (var i = 0; i < count; i++)
        {
            _nodes[chosen[i]] = (_nodes[chosen[i]].NodeClass, after[i]);
        }

        _lost = Array.Exists(_homeless, h => h > 0) ? _lost + held - holds : 0;
    }

    private void Move(PatternPart[] parts, int sign)
    {
        foreach (var part in parts)
        {
            _homeless[part.Group] += sign * part.Count;
        }
    }

    private double Worth(PatternPart[] parts)
    {
        var sum = 0.0;
        foreach (var part in parts)
        {
            sum += part.Count * _worth[part.Group];
        }

        return sum;
    }

    /// <summary>The mean share of the first class's node that one replica of a group takes, in the unit of prices.</summary>
    private static double Size(PatternSpace space, int group)
    {
        var capacity = space.Problem.Capacity(space.Nodes.Members[0][0]);
        var demand = space.Problem.Demand(space.Groups.Members[group][0]);
        var sum = 0.0;
        for (var d = 0; d < demand.Length; d++)
        {
            sum += capacity[d] == 0 ? 0 : (double)demand[d] / capacity[d];
        }

        return (1e-3 + sum) * Math.Max(1, space.Price[0]) / demand.Length;
    }
}
