using Placement.Bounds;

namespace Placement.ColumnGeneration;

/// <summary>
/// Builds a plan node by node along the relaxation that cuts replicas: each class gets its share of every group, and its nodes are filled from that share; what is
/// left when the shares run out is divided anew, with whole nodes.
/// </summary>
internal sealed class SequentialFilling(PatternSpace space, Random random)
{
    private const int Tries = 12;
    private const int TotalTries = 4_000;

    /// <summary>A node filled to this share of its price's worth is full enough.</summary>
    private const double Enough = 0.9998;
    private readonly NodeFiller?[] _filler = new NodeFiller?[space.Nodes.Count];
    private readonly List<(Pattern Pattern, int Count)> _taken = [];
    private int[] _demand = [];
    private int[] _nodes = [];
    private int _tries;

    /// <summary>Builds a plan, or returns <see langword="null"/> when it cannot cover the demand or is stopped.</summary>
    public PatternPlan? Run(AssignmentRelaxation relaxation, CancellationToken stop)
    {
        _demand = [.. space.Demand];
        _nodes = [.. space.NodeCount];
        _taken.Clear();
        _tries = Math.Clamp((int)(TotalTries / Math.Max(1, relaxation.Nodes.Sum())), 1, Tries);
        FillShares(relaxation, stop);
        while (Array.Exists(_demand, d => d > 0))
        {
            if (stop.IsCancellationRequested || AssignmentRelaxation.Solve(space, _demand, _nodes, whole: true) is not { } rest || !FillOne(rest, relaxation.GroupWorth))
            {
                return null;
            }
        }

        return new([.. _taken], _taken.Sum(t => t.Count * space.Price[t.Pattern.NodeClass]));
    }

    /// <summary>Fills all but the last nodes of each class.</summary>
    private void FillShares(AssignmentRelaxation relaxation, CancellationToken stop)
    {
        var share = Round(relaxation);
        for (var k = 0; k < _nodes.Length; k++)
        {
            var pool = share[k];
            for (var left = (int)relaxation.Nodes[k] - 1; left > 0 && !stop.IsCancellationRequested; left--)
            {
                Take(k, Filler(k).Fill(pool, g => pool[g], relaxation.GroupWorth, left + relaxation.Nodes[k] - Math.Floor(relaxation.Nodes[k]), Enough * (space.Price[k] + relaxation.NodeExcess[k]), _tries, random), pool);
            }
        }
    }

    private NodeFiller Filler(int nodeClass) => _filler[nodeClass] ??= new(space, nodeClass);

    /// <summary>Whole replicas of each group for each class, by largest remainder.</summary>
    private int[][] Round(AssignmentRelaxation relaxation)
    {
        var share = _nodes.Select(_ => new int[_demand.Length]).ToArray();
        for (var g = 0; g < _demand.Length; g++)
        {
            var left = _demand[g];
            for (var k = 0; k < share.Length; k++)
            {
                share[k][g] = Math.Min(left, (int)(relaxation.Replicas(k, g) + 1e-6));
                left -= share[k][g];
            }

            foreach (var k in Enumerable.Range(0, share.Length).OrderByDescending(k => relaxation.Replicas(k, g) - share[k][g]).ThenBy(k => k).TakeWhile(k => relaxation.Replicas(k, g) - share[k][g] > 1e-6).Take(left))
            {
                share[k][g]++;
            }
        }

        return share;
    }

    private bool FillOne(AssignmentRelaxation rest, double[] worth)
    {
        var k = Enumerable.Range(0, _nodes.Length).MaxBy(k => rest.Nodes[k]);
        if (rest.Nodes[k] < 0.5)
        {
            return false;
        }

        var parts = Filler(k).Fill(_demand, g => rest.Replicas(k, g), worth, rest.Nodes[k] - 1, double.PositiveInfinity, _tries, random);
        return Take(k, parts, null);
    }

    private bool Take(int nodeClass, PatternPart[] parts, int[]? pool)
    {
        if (parts.Length == 0)
        {
            return false;
        }

        foreach (var part in parts)
        {
            _demand[part.Group] -= part.Count;
            if (pool is not null)
            {
                pool[part.Group] -= part.Count;
            }
        }

        _nodes[nodeClass]--;
        _taken.Add((new(nodeClass, parts), 1));
        return true;
    }
}
