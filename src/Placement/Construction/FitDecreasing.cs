using Placement.Problems;

namespace Placement.Construction;

/// <summary>Places replica by replica. First fit: O(replicas x nodes) at worst, near linear where demands repeat, because nodes without room for a demand class are not looked at again.</summary>
internal static class FitDecreasing
{
    /// <summary>Places each replica on the first node of the order that admits it.</summary>
    public static void FirstFit(PlacementProblem problem, PackingState state, ReadOnlySpan<int> replicas, int[] nodes, CancellationToken stop)
    {
        var from = new int[problem.DemandClassCount];
        foreach (var p in replicas)
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }

            if (state.NodeOf[p] >= 0)
            {
                continue;
            }

            var pin = problem.PinTable[p];
            if (pin >= 0)
            {
                if (state.CanPlace(p, pin))
                {
                    state.Place(p, pin);
                }

                continue;
            }

            ref var start = ref from[problem.DemandClassTable[p]];
            while (!state.HasTransient && start < nodes.Length && !state.Fits(p, nodes[start]))
            {
                start++;
            }

            var fallback = -1;
            for (var i = start; i < nodes.Length; i++)
            {
                var node = nodes[i];
                if (state.Fits(p, node) && state.IsPermitted(p, node))
                {
                    var w = problem.WorkloadTable[p];
                    var opens = state.CountOn(node) == 0;
                    if (state.Rules.Spreads[w].Count == 0 || (opens ? fallback < 0 : state.CoversNewDomain(w, node)))
                    {
                        fallback = node;
                        break;
                    }

                    if (opens)
                    {
                        break;
                    }

                    // In a domain that the workload has already: taken when no node in use lies in a new one.
                    fallback = fallback < 0 ? node : fallback;
                }
            }

            if (fallback >= 0)
            {
                state.Place(p, fallback);
            }
        }
    }

    /// <summary>Places each replica on the node in use that it leaves with least room, or opens the next node of the order.</summary>
    public static void BestFit(PlacementProblem problem, PackingState state, ReadOnlySpan<int> replicas, int[] nodes, double[] weights, CancellationToken stop)
    {
        var open = new List<int>(nodes.Where(n => state.CountOn(n) > 0));
        var dimensions = problem.DimensionCount;
        var rest = new double[problem.NodeCount];
        for (var i = 0; i < state.Free.Length; i++)
        {
            rest[i / dimensions] += weights[i % dimensions] * state.Free[i];
        }

        var sizes = ReplicaOrder.Sizes(problem, weights, byLargest: false);
        foreach (var p in replicas)
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }

            if (state.NodeOf[p] >= 0)
            {
                continue;
            }

            var best = -1;
            foreach (var node in open)
            {
                if ((best < 0 || rest[node] < rest[best]) && state.CanPlace(p, node))
                {
                    best = node;
                }
            }

            for (var i = 0; i < nodes.Length && best < 0; i++)
            {
                if (state.CountOn(nodes[i]) == 0 && state.CanPlace(p, nodes[i]))
                {
                    best = nodes[i];
                }
            }

            if (best >= 0)
            {
                if (state.CountOn(best) == 0)
                {
                    open.Add(best);
                }

                state.Place(p, best);
                rest[best] -= sizes[problem.DemandClassTable[p]];
            }
        }
    }
}
