using Placement.Construction;
using Placement.Problems;

namespace Placement.ColumnGeneration;

/// <summary>
/// Gives a plan's patterns to nodes and their parts to replicas, under every hard rule: the most bound workloads first, each on nodes whose pattern holds a
/// place for its group; then by exchange with a replica of the same group; what is left goes wherever it fits. Patterns go to the nodes
/// where most of their replicas already run.
/// </summary>
internal sealed class PlanRealisation(PatternSpace space, WorkloadRules rules)
{
    private const int MaxExchanges = 400;
    private readonly PlacementProblem _problem = space.Problem;
    private readonly double[] _weights = ReplicaOrder.Weights(space.Problem);

    public Assignment Realise(PatternPlan plan, CancellationToken stop)
    {
        var state = new PackingState(_problem, rules);
        var places = GiveNodes(plan);
        if (_problem.CoLocations.Count + _problem.DomainLimits.Count + _problem.Spreads.Count + _problem.Dependencies.Count + _problem.CustomRules.Count == 0 && !state.HasTransient)
        {
            Fill(state, places);
        }
        else
        {
            FillUnderRules(state, places, stop);
        }

        if (state.Unplaced > 0)
        {
            var left = ReplicaOrder.Decreasing(_problem, rules, ReplicaOrder.Sizes(_problem, _weights, byLargest: false)).Where(p => state.NodeOf[p] < 0).ToArray();
            if (!_problem.MayLeaveUnplaced || plan.Parts.Count == 0 || rules.Limits.Any(l => l.Count > 0))
            {
                FitDecreasing.BestFit(_problem, state, left, NodeOrder.CheapestDensityFirst(_problem, _weights), _weights, stop);
            }
        }

        return state.Snapshot();
    }

    /// <summary>Chooses a node for each use of each pattern. Returns, per group, the nodes with a place for it, one entry a place.</summary>
    private List<(int Node, int Count)>[] GiveNodes(PatternPlan plan)
    {
        var places = new List<(int Node, int Count)>[space.Groups.Count];
        for (var g = 0; g < places.Length; g++)
        {
            places[g] = [];
        }

        var running = CountRunning();
        foreach (var byClass in plan.Parts.GroupBy(p => p.Pattern.NodeClass).OrderBy(g => g.Key))
        {
            var nodes = Interleaved(space.Nodes.Members[byClass.Key]);
            var free = new List<int>(nodes);
            foreach (var (pattern, count) in byClass.OrderByDescending(p => p.Pattern.Parts.Sum(part => part.Count)))
            {
                for (var i = 0; i < count; i++)
                {
                    var at = running is null ? 0 : MostRunning(running, free, pattern);
                    foreach (var part in pattern.Parts)
                    {
                        places[part.Group].Add((free[at], part.Count));
                    }

                    free.RemoveAt(at);
                }
            }
        }

        return places;
    }

    /// <summary>Nodes of a class in an order that alternates between failure domains.</summary>
    private int[] Interleaved(int[] nodes)
    {
        if (_problem.Spreads.Count == 0)
        {
            return [.. nodes];
        }

        var level = _problem.Spreads[0].Level;
        return [.. nodes.GroupBy(n => _problem.Domain(level, n)).SelectMany(g => g.Select((n, i) => (n, i))).OrderBy(x => x.i).ThenBy(x => x.n).Select(x => x.n)];
    }

    private Dictionary<(int Node, int Group), int>? CountRunning()
    {
        Dictionary<(int, int), int>? running = null;
        for (var p = 0; p < _problem.ReplicaCount; p++)
        {
            if (_problem.OriginTable[p] is >= 0 and var node)
            {
                running ??= [];
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(running, (node, space.Groups.GroupOf[p]), out _)++;
            }
        }

        return running;
    }

    private static int MostRunning(Dictionary<(int Node, int Group), int> running, List<int> free, Pattern pattern)
    {
        var (best, most) = (0, -1);
        for (var i = 0; i < free.Count; i++)
        {
            var same = 0;
            foreach (var part in pattern.Parts)
            {
                same += running.TryGetValue((free[i], part.Group), out var count) ? Math.Min(count, part.Count) : 0;
            }

            if (same > most)
            {
                (best, most) = (i, same);
            }
        }

        return best;
    }

    private void Fill(PackingState state, List<(int Node, int Count)>[] places)
    {
        for (var g = 0; g < places.Length; g++)
        {
            var members = new LinkedList<int>(space.Groups.Members[g]);
            var open = places[g].ToDictionary(p => p.Node, p => p.Count);
            // First those that can stay.
            foreach (var p in space.Groups.Members[g])
            {
                var origin = _problem.OriginTable[p];
                if (origin >= 0 && open.TryGetValue(origin, out var count) && count > 0)
                {
                    open[origin]--;
                    state.Place(p, origin);
                    members.Remove(p);
                }
            }

            foreach (var (node, _) in places[g])
            {
                for (var left = open[node]; left > 0 && members.First is { } first; left--)
                {
                    state.Place(first.Value, node);
                    members.RemoveFirst();
                }
            }
        }
    }

    private void FillUnderRules(PackingState state, List<(int Node, int Count)>[] places, CancellationToken stop)
    {
        var open = places.Select(list => list.Select(p => p.Count).ToArray()).ToArray();
        var from = new int[places.Length];
        var order = Enumerable.Range(0, _problem.ReplicaCount)
            .OrderBy(p => rules.Depth[_problem.WorkloadTable[p]])
            .ThenByDescending(p => Tightness(_problem.WorkloadTable[p]))
            .ThenBy(p => _problem.WorkloadTable[p])
            .ThenBy(p => p);
        var unplaced = new List<int>();
        foreach (var p in order)
        {
            if (!PlaceIn(state, p, places, open, from) && !stop.IsCancellationRequested)
            {
                unplaced.Add(p);
            }
        }

        var budget = MaxExchanges;
        foreach (var p in unplaced)
        {
            if (stop.IsCancellationRequested || budget-- == 0)
            {
                return;
            }

            Exchange(state, p, places, open);
        }
    }

    private int Tightness(int w) => (1000 * rules.Limits[w].Count) + (1000 * rules.Spreads[w].Count) + rules.Here[w].Count + rules.Other[w].Count;

    private bool PlaceIn(PackingState state, int p, List<(int Node, int Count)>[] places, int[][] open, int[] from)
    {
        var g = space.Groups.GroupOf[p];
        var w = _problem.WorkloadTable[p];
        var list = places[g];
        var origin = _problem.OriginTable[p];
        var best = -1;
        while (from[g] < list.Count && open[g][from[g]] == 0)
        {
            from[g]++;
        }

        for (var i = from[g]; i < list.Count; i++)
        {
            if (open[g][i] == 0 || (best >= 0 && list[i].Node != origin && !state.CoversNewDomain(w, list[i].Node)) || !state.CanPlace(p, list[i].Node))
            {
                continue;
            }

            best = i;
            if (list[i].Node == origin || (origin < 0 && (rules.Spreads[w].Count == 0 || state.CoversNewDomain(w, list[i].Node))))
            {
                break;
            }
        }

        if (best < 0)
        {
            return false;
        }

        open[g][best]--;
        state.Place(p, list[best].Node);
        return true;
    }

    /// <summary>Puts an unplaced replica where another of its group is, and that one on a free place.</summary>
    private void Exchange(PackingState state, int p, List<(int Node, int Count)>[] places, int[][] open)
    {
        var g = space.Groups.GroupOf[p];
        for (var i = 0; i < places[g].Count; i++)
        {
            if (open[g][i] == 0)
            {
                continue;
            }

            var hole = places[g][i].Node;
            foreach (var q in space.Groups.Members[g])
            {
                var home = state.NodeOf[q];
                if (home < 0 || home == hole || !state.IsPermitted(p, home))
                {
                    continue;
                }

                state.Remove(q);
                if (state.CanPlace(p, home))
                {
                    state.Place(p, home);
                    if (state.CanPlace(q, hole))
                    {
                        state.Place(q, hole);
                        open[g][i]--;
                        return;
                    }

                    state.Remove(p);
                }

                state.Place(q, home);
            }
        }
    }
}
