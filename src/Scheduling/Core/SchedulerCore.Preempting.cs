using Placement.Scheduling.Deciding;

namespace Placement.Scheduling.Core;

/// <summary>Makes room for a replica of higher priority by stopping the cheapest set of replicas of lower priority on one node.</summary>
internal sealed partial class SchedulerCore
{
    private bool TryPreempt(ReplicaEntry replica, RuleSet rules)
    {
        var priority = replica.Priority;
        if (!_options.Preemption || _placedByPriority.Count == 0 || _placedByPriority.First().Key >= priority)
        {
            return false;
        }

        NodeEntry? best = null;
        List<ReplicaEntry> bestVictims = [];
        foreach (var index in _index.NodesAllowed(rules, replica.Service.Occupancy, replica.Service.WantedReplicas, _now))
        {
            var node = _nodes[_index.Report(index).NodeId];
            if (Victims(node, rules.Demand, priority) is not { } victims)
            {
                continue;
            }

            if (victims.Count == 0)
            {
                return false; // room comes free there without hurting anyone
            }

            if (best is null || Cheaper(victims, bestVictims))
            {
                best = node;
                bestVictims = victims;
            }
        }

        if (best is null)
        {
            return false;
        }

        Assign(replica, rules, best, waits: true);
        foreach (var victim in bestVictims)
        {
            BeginStop(victim, "gives way to " + replica.Id, SchedulerEventKind.ReplicaPreempted);
        }

        return true;
    }

    /// <summary>The replicas of lower priority that must go for the demand to fit, least important first; null if even all of them are not enough.</summary>
    private List<ReplicaEntry>? Victims(NodeEntry node, Demand demand, int priority)
    {
        var cpu = _index.FreeCpu(node.Index) - demand.CpuMillicores;
        var memory = _index.FreeMemory(node.Index) - demand.MemoryBytes;
        var candidates = new List<ReplicaEntry>();
        foreach (var other in node.Replicas.Values)
        {
            if (other.Reserved is not { } reserved)
            {
                continue;
            }

            if (other.Leaving)
            {
                cpu += reserved.CpuMillicores;
                memory += reserved.MemoryBytes;
            }
            else if (other.Priority < priority)
            {
                candidates.Add(other);
            }
        }

        var victims = new List<ReplicaEntry>();
        foreach (var candidate in candidates.OrderBy(r => r.Priority).ThenByDescending(r => r.Serial))
        {
            if (cpu >= 0 && memory >= 0)
            {
                break;
            }

            victims.Add(candidate);
            cpu += candidate.Reserved!.Value.CpuMillicores;
            memory += candidate.Reserved.Value.MemoryBytes;
        }

        if (cpu < 0 || memory < 0)
        {
            return null;
        }

        // Spare those that turn out not to be needed, the most important first.
        for (var i = victims.Count - 1; i >= 0; i--)
        {
            var reserved = victims[i].Reserved!.Value;
            if (cpu >= reserved.CpuMillicores && memory >= reserved.MemoryBytes)
            {
                cpu -= reserved.CpuMillicores;
                memory -= reserved.MemoryBytes;
                victims.RemoveAt(i);
            }
        }

        return victims;
    }

    /// <summary>Whether one set of victims costs less than another: lower highest priority, then fewer, then less CPU, then less memory.</summary>
    private static bool Cheaper(List<ReplicaEntry> one, List<ReplicaEntry> other)
    {
        var byPriority = one.Max(r => r.Priority).CompareTo(other.Max(r => r.Priority));
        if (byPriority != 0)
        {
            return byPriority < 0;
        }

        if (one.Count != other.Count)
        {
            return one.Count < other.Count;
        }

        var byCpu = one.Sum(r => r.Reserved!.Value.CpuMillicores).CompareTo(other.Sum(r => r.Reserved!.Value.CpuMillicores));
        return byCpu != 0 ? byCpu < 0 : one.Sum(r => r.Reserved!.Value.MemoryBytes) < other.Sum(r => r.Reserved!.Value.MemoryBytes);
    }
}
