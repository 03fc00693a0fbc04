using Placement.Bounds;
using Placement.Problems;

namespace Placement.Construction;

/// <summary>
/// Fills node by node, each time with the replica that suits what is free best, after Panigrahy, Talwar, Uyeda and Wieder,
/// "Heuristics for Vector Bin Packing", Microsoft Research 2011. O(replicas x groups x dimensions).
/// </summary>
internal sealed class NodeFilling
{
    private readonly PlacementProblem _problem;
    private readonly ReplicaGroups _groups;
    private readonly double[] _weights;
    private readonly bool _byNorm;
    private readonly int[] _depth;

    public NodeFilling(PlacementProblem problem, WorkloadRules rules, double[] weights, bool byNorm)
    {
        _problem = problem;
        _weights = weights;
        _byNorm = byNorm;
        _groups = ReplicaGroups.Of(problem, w => rules.Binds(w));
        _depth = [.. _groups.Members.Select(m => rules.Depth[problem.WorkloadTable[m[0]]])];
    }

    /// <summary>Fills the nodes in a given order.</summary>
    public void Fill(PackingState state, int[] nodes, CancellationToken stop)
    {
        var next = new int[_groups.Count];
        foreach (var node in nodes)
        {
            if (state.Unplaced == 0 || stop.IsCancellationRequested)
            {
                return;
            }

            FillNode(state, node, next, null);
        }
    }

    /// <summary>Fills, each time, a node of the class that costs least for the demand it takes.</summary>
    public void FillCheapest(PackingState state, CancellationToken stop)
    {
        var classes = NodeClasses.Of(_problem);
        var used = new int[classes.Count];
        var next = new int[_groups.Count];
        while (state.Unplaced > 0 && !stop.IsCancellationRequested)
        {
            var best = -1;
            var bestDensity = double.PositiveInfinity;
            for (var c = 0; c < classes.Count; c++)
            {
                if (used[c] == classes.Members[c].Length)
                {
                    continue;
                }

                var taken = new List<int>();
                var node = classes.Members[c][used[c]];
                var worth = FillNode(state, node, (int[])next.Clone(), taken);
                taken.ForEach(state.Remove);
                var density = worth > 0 ? _problem.Price(node) / worth : double.PositiveInfinity;
                if (worth > 0 && (best < 0 || density < bestDensity))
                {
                    (best, bestDensity) = (c, density);
                }
            }

            if (best < 0)
            {
                // What is left fits on none of the next nodes of any class; rules may still admit it on a later one.
                Fill(state, [.. classes.Members.SelectMany((m, c) => m.Skip(used[c]))], stop);
                return;
            }

            var chosen = classes.Members[best][used[best]++];
            FillNode(state, chosen, next, null);
        }
    }

    private double FillNode(PackingState state, int node, int[] next, List<int>? taken)
    {
        var dimensions = _problem.DimensionCount;
        var worth = 0.0;
        while (true)
        {
            var best = -1;
            var bestScore = double.NegativeInfinity;
            var bestDepth = int.MaxValue;
            var free = state.Free.AsSpan(node * dimensions, dimensions);
            for (var g = 0; g < _groups.Count; g++)
            {
                var members = _groups.Members[g];
                while (next[g] < members.Length && state.NodeOf[members[next[g]]] >= 0)
                {
                    next[g]++;
                }

                if (next[g] == members.Length || !state.Fits(members[next[g]], node))
                {
                    continue;
                }

                var score = Score(_problem.Demand(members[next[g]]), free);
                if ((_depth[g] < bestDepth || (_depth[g] == bestDepth && score > bestScore)) && state.IsPermitted(members[next[g]], node))
                {
                    (best, bestScore, bestDepth) = (g, score, _depth[g]);
                }
            }

            if (best < 0)
            {
                return worth;
            }

            var replica = _groups.Members[best][next[best]];
            state.Place(replica, node);
            taken?.Add(replica);
            var demand = _problem.Demand(replica);
            for (var d = 0; d < demand.Length; d++)
            {
                worth += _weights[d] * demand[d];
            }
        }
    }

    private double Score(ReadOnlySpan<long> demand, ReadOnlySpan<long> free)
    {
        var score = 0.0;
        for (var d = 0; d < demand.Length; d++)
        {
            if (_byNorm)
            {
                var rest = _weights[d] * (free[d] - demand[d]);
                score -= rest * rest;
            }
            else
            {
                score += _weights[d] * demand[d] * (_weights[d] * free[d]);
            }
        }

        return score;
    }
}
