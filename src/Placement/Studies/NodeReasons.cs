using Placement.Model;
using Placement.Problems;

namespace Placement.Studies;

/// <summary>Says of each node why it stays, from the replica on it that fits on the fewest other nodes that stay; or where the replicas of a released node go.</summary>
/// <remarks>O(replicas x nodes in use x (dimensions + rules of the workload)).</remarks>
internal sealed class NodeReasons
{
    private const int Fits = -1;
    private readonly ClusterModel _model;
    private readonly PlacementProblem _problem;
    private readonly Assignment _before;
    private readonly Assignment _after;
    private readonly long[] _usage;
    private readonly List<int>[] _replicasOn;
    private readonly string[] _replicaNames;
    private readonly List<int> _staying = [];

    public NodeReasons(ClusterModel model, PlacementProblem problem, Assignment before, Assignment after)
    {
        (_model, _problem, _before, _after) = (model, problem, before, after);
        _usage = new long[problem.NodeCount * problem.DimensionCount];
        _replicasOn = [.. Enumerable.Range(0, problem.NodeCount).Select(_ => new List<int>())];
        _replicaNames = [.. model.Workloads.SelectMany(w => w.Replicas).Select(r => r.Id)];
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            if (after[p] is >= 0 and var node)
            {
                _replicasOn[node].Add(p);
                for (var d = 0; d < problem.DimensionCount; d++)
                {
                    _usage[(node * problem.DimensionCount) + d] += problem.Demand(p)[d];
                }
            }
        }

        _staying.AddRange(Enumerable.Range(0, problem.NodeCount).Where(n => _replicasOn[n].Count > 0));
    }

    public string ReasonOf(int node) => _replicasOn[node].Count > 0 ? WhyStays(node) : WhyReleased(node);

    private string WhyReleased(int node)
    {
        var left = Enumerable.Range(0, _problem.ReplicaCount).Where(p => _before[p] == node).ToList();
        if (left.Count == 0)
        {
            return "Runs nothing now.";
        }

        var targets = left.Where(p => _after[p] >= 0).CountBy(p => _after[p]).OrderByDescending(g => g.Value).ThenBy(g => g.Key).ToList();
        var named = string.Join(", ", targets.Take(3).Select(g => _model.Nodes[g.Key].Id + (g.Value > 1 ? $" ({g.Value})" : "")));
        return $"Its {Count(left.Count, "replica")} {(left.Count == 1 ? "goes" : "go")} to {named}{(targets.Count > 3 ? $" and {targets.Count - 3} more" : "")}.";
    }

    private string WhyStays(int node)
    {
        var (hardest, fewest, blocks) = (-1, int.MaxValue, new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var p in _replicasOn[node])
        {
            if (_problem.PinTable[p] == node)
            {
                return $"{_replicaNames[p]} is pinned to it.";
            }

            var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
            var fits = 0;
            foreach (var other in _staying)
            {
                if (other == node)
                {
                    continue;
                }

                if (Blocker(p, other) is { } blocker)
                {
                    found[blocker] = found.GetValueOrDefault(blocker) + 1;
                }
                else
                {
                    fits++;
                }
            }

            if (fits < fewest)
            {
                (hardest, fewest, blocks) = (p, fits, found);
            }
        }

        if (_staying.Count == 1)
        {
            return "It is the only node that stays.";
        }

        var why = string.Join(", ", blocks.OrderByDescending(b => b.Value).Select(b => $"{b.Key} on {b.Value}{Room(hardest, node, b.Key)}"));
        return fewest == 0
            ? $"{_replicaNames[hardest]} {(_staying.Count == 2 ? "does not fit on the other node that stays" : $"fits on none of the other {_staying.Count - 1} nodes")}: {why}."
            : _replicasOn[node].Count == 1
                ? $"{_replicaNames[hardest]} would fit on {fewest} of the other {Count(_staying.Count - 1, "node")}, but a rule on the fleet as a whole needs this one."
                : $"Its {_replicasOn[node].Count} replicas do not all fit into what the other {Count(_staying.Count - 1, "node")} have free; the hardest, {_replicaNames[hardest]}, fits on {fewest}{(why.Length > 0 ? $" ({why})" : "")}.";
    }

    /// <summary>The first thing that keeps a replica off another node, or null when it fits.</summary>
    private string? Blocker(int replica, int node)
    {
        if (!_problem.IsEligible(replica, node))
        {
            return "a selector, taint or state forbids it";
        }

        var demand = _problem.Demand(replica);
        var capacity = _problem.Capacity(node);
        for (var d = 0; d < demand.Length; d++)
        {
            if (demand[d] > capacity[d] - _usage[(node * _problem.DimensionCount) + d])
            {
                return TooLittle(d);
            }
        }

        return RuleBlocker(replica, node);
    }

    private string TooLittle(int dimension) => $"too little {_problem.Names.Dimension(dimension, _problem.SlotCount)}";

    /// <summary>What a replica needs of a resource that is short elsewhere, beside the most that any other node that stays has left.</summary>
    private string Room(int replica, int node, string blocker)
    {
        var d = Enumerable.Range(0, _problem.DimensionCount).FirstOrDefault(d => blocker == TooLittle(d), -1);
        if (d < 0)
        {
            return "";
        }

        var most = _staying.Where(n => n != node && _problem.IsEligible(replica, n)).Max(n => _problem.Capacity(n)[d] - _usage[(n * _problem.DimensionCount) + d]);
        string Amount(long amount) => _problem.Names.Amount(Math.Max(0, amount), d, _problem.SlotCount);
        return _problem.Demand(replica)[d] > most ? $" (it needs {Amount(_problem.Demand(replica)[d])}, at most {Amount(most)} is left)" : "";
    }

    private string? RuleBlocker(int replica, int node)
    {
        var workload = _problem.Workload(replica);
        foreach (var limit in _problem.DomainLimits)
        {
            if (limit.Workload == workload && limit.Strictness != RuleStrictness.Soft && _problem.Domain(limit.Level, node) is >= 0 and var domain
                && CountIn(workload, limit.Level, domain, replica) >= limit.Max)
            {
                return limit.Level < 0 ? $"another replica of {_model.Workloads[workload].Id}" : $"too many of {_model.Workloads[workload].Id} in its domain";
            }
        }

        foreach (var spread in _problem.Spreads)
        {
            if (spread.Workload == workload && spread.Strictness != RuleStrictness.Soft && DomainsAfter(workload, spread.Level, replica, node) < spread.MinDomains)
            {
                return $"spread of {_model.Workloads[workload].Id}";
            }
        }

        foreach (var pair in _problem.CoLocations)
        {
            var other = pair.Workload == workload ? pair.Other : pair.Other == workload ? pair.Workload : Fits;
            if (other != Fits && pair.Strictness != RuleStrictness.Soft && pair.Max == 0 && _replicasOn[node].Any(p => _problem.Workload(p) == other))
            {
                return $"kept apart from {_model.Workloads[other].Id}";
            }
        }

        return null;
    }

    private int CountIn(int workload, int level, int domain, int except)
    {
        var count = 0;
        foreach (var p in _problem.Replicas(workload))
        {
            count += p != except && _after[p] >= 0 && _problem.Domain(level, _after[p]) == domain ? 1 : 0;
        }

        return count;
    }

    private int DomainsAfter(int workload, int level, int moved, int node)
    {
        var domains = new HashSet<int>();
        foreach (var p in _problem.Replicas(workload))
        {
            var at = p == moved ? node : _after[p];
            if (at >= 0 && _problem.Domain(level, at) is >= 0 and var domain)
            {
                domains.Add(domain);
            }
        }

        return domains.Count;
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
