using Placement.Problems;
using Placement.Solving;

namespace Placement.Studies;

/// <summary>Renames interchangeable nodes and replicas of an answer so that more replicas stay where they are, or move within their failure domains, at no cost.</summary>
/// <remarks>
/// Nodes are interchangeable when capacity, target, price, domains and eligibility are equal; replicas when workload and demand are. Matching is
/// greedy by the number of replicas that would stay. The checker judges the result; it is kept only when it is feasible, costs no more and moves no more.
/// O(nodes in use x nodes of a group x replicas on a node).
/// </remarks>
internal static class FewerMoves
{
    public static SolveResult Apply(PlacementProblem problem, SolveResult result)
    {
        if (result.Assignment is not { } plan || result.Check is not { Moves: > 0 } check)
        {
            return result;
        }

        var nodes = plan.Nodes.ToArray();
        RenameNodes(problem, nodes);
        SwapReplicas(problem, nodes);
        var renamed = SolveResult.Judge(problem, new Assignment(nodes), result.Bound, result.Solver, result.Elapsed);
        return renamed.Check is { } better && better.Moves <= check.Moves && better.Cost.Total <= check.Cost.Total && better.Cost.Nodes <= check.Cost.Nodes ? renamed : result;
    }

    private static void RenameNodes(PlacementProblem problem, int[] nodes)
    {
        var origins = CountByWorkload(problem, problem.OriginTable);
        var planned = CountByWorkload(problem, nodes);
        var name = Enumerable.Range(0, problem.NodeCount).ToArray();
        foreach (var group in Enumerable.Range(0, problem.NodeCount).GroupBy(n => Key(problem, n), StringComparer.Ordinal).Select(g => g.ToList()).Where(g => g.Count > 1))
        {
            var pairs = new List<(int Stay, int Bin, int Node)>();
            foreach (var bin in group.Where(n => planned[n].Count > 0))
            {
                foreach (var node in group)
                {
                    var stay = planned[bin].Sum(w => Math.Min(w.Value, origins[node].GetValueOrDefault(w.Key)));
                    if (stay > 0)
                    {
                        pairs.Add((stay, bin, node));
                    }
                }
            }

            var (binDone, nodeTaken) = (new HashSet<int>(), new HashSet<int>());
            foreach (var (_, bin, node) in pairs.OrderByDescending(p => p.Stay).ThenBy(p => p.Bin == p.Node ? 0 : 1).ThenBy(p => p.Bin).ThenBy(p => p.Node))
            {
                if (!binDone.Contains(bin) && nodeTaken.Add(node))
                {
                    binDone.Add(bin);
                    name[bin] = node;
                }
            }

            var free = new Queue<int>(group.Where(n => !nodeTaken.Contains(n)));
            foreach (var bin in group.Where(n => !binDone.Contains(n)))
            {
                name[bin] = free.Dequeue();
            }
        }

        for (var p = 0; p < nodes.Length; p++)
        {
            nodes[p] = nodes[p] < 0 ? nodes[p] : name[nodes[p]];
        }
    }

    /// <summary>Within a workload, gives each replica its own origin when any replica of equal demand was planned there.</summary>
    private static void SwapReplicas(PlacementProblem problem, int[] nodes)
    {
        for (var w = 0; w < problem.WorkloadCount; w++)
        {
            var levels = problem.Spreads.Where(s => s.Workload == w).Select(s => s.Level).Distinct().ToArray();
            foreach (var equal in problem.Replicas(w).ToArray().GroupBy(problem.DemandClass))
            {
                var replicas = equal.ToList();
                var places = replicas.Select(p => nodes[p]).ToList();
                var moving = new List<int>();
                foreach (var p in replicas)
                {
                    if (problem.Origin(p) >= 0 && places.Remove(problem.Origin(p)))
                    {
                        nodes[p] = problem.Origin(p);
                    }
                    else
                    {
                        moving.Add(p);
                    }
                }

                foreach (var p in moving.ToList())
                {
                    // A move within its failure domains keeps the spread of its workload while it runs.
                    var at = problem.Origin(p) < 0 ? -1 : places.FindIndex(n => n >= 0 && Array.TrueForAll(levels, l => problem.Domain(l, n) == problem.Domain(l, problem.Origin(p))));
                    if (at >= 0)
                    {
                        nodes[p] = places[at];
                        places.RemoveAt(at);
                        moving.Remove(p);
                    }
                }

                for (var i = 0; i < moving.Count; i++)
                {
                    nodes[moving[i]] = places[i];
                }
            }
        }
    }

    private static Dictionary<int, int>[] CountByWorkload(PlacementProblem problem, int[] nodes)
    {
        var counts = Enumerable.Range(0, problem.NodeCount).Select(_ => new Dictionary<int, int>()).ToArray();
        for (var p = 0; p < nodes.Length; p++)
        {
            if (nodes[p] >= 0)
            {
                var count = counts[nodes[p]];
                count[problem.Workload(p)] = count.GetValueOrDefault(problem.Workload(p)) + 1;
            }
        }

        return counts;
    }

    private static string Key(PlacementProblem problem, int node) => string.Join(
        ' ',
        [
            .. problem.Capacity(node).ToArray(),
            .. problem.Target(node).ToArray(),
            problem.Price(node),
            .. problem.Domains.Select(level => (long)level[node]),
            .. problem.EligibleTable.Select(row => row is null || row[node] ? 1L : 0L),
        ]);
}
