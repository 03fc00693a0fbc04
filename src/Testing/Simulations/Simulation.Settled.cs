using System.Text.Json;
using Placement.Scheduling;
using Placement.Scheduling.Core;

namespace Placement.Testing.Simulations;

/// <summary>The last judgement: in a calm world everything asked for runs, or says rightly why it cannot, and nothing else does.</summary>
internal sealed partial class Simulation
{
    /// <summary>Says what is not as it should be in the end; null if all is.</summary>
    private string? Unsettled()
    {
        if (_hosts.LastOrDefault(h => h.Leads && !h.Paused) is not { } leader)
        {
            return "nobody leads";
        }

        var snapshot = leader.Core.Snapshot();
        return UnsettledNodes(snapshot)
            ?? UnsettledRequests(snapshot)
            ?? snapshot.Services.Select(s => UnsettledService(s, snapshot)).FirstOrDefault(u => u is not null)
            ?? UnsettledContainers(snapshot);
    }

    private string? UnsettledNodes(FleetSnapshot snapshot)
    {
        foreach (var node in _fleet.Nodes)
        {
            var status = snapshot.Nodes.FirstOrDefault(n => n.Report.NodeId == node.Report.NodeId);
            if (status is not { Alive: true, Cordoned: false })
            {
                return $"node {node.Report.NodeId} is not open";
            }

            var used = snapshot.Replicas.Where(r => r.NodeId == node.Report.NodeId && r.Phase is not (ReplicaPhase.Completed or ReplicaPhase.Failed)).ToArray();
            if (status.Replicas != used.Length)
            {
                return $"node {node.Report.NodeId} counts {status.Replicas} replicas, {used.Length} are placed there";
            }
        }

        return snapshot.Paused ? "paused" : null;
    }

    private string? UnsettledRequests(FleetSnapshot snapshot)
    {
        foreach (var (name, client) in _clients.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (client.InDoubt)
            {
                continue;
            }

            var status = snapshot.Services.FirstOrDefault(s => s.Spec.Name == name);
            if (client.Acknowledged is not { } wanted)
            {
                if (status is not null)
                {
                    return $"service {name} was stopped and is still there";
                }
            }
            else if (status is null)
            {
                return $"service {name} was acknowledged and is lost";
            }
            else if (status.Spec.Replicas != wanted.Replicas || (status.Rollout != RolloutState.RolledBack && !Same(status.Spec, wanted)))
            {
                return $"service {name} is not what was acknowledged";
            }
        }

        return null;
    }

    private string? UnsettledService(ServiceStatus service, FleetSnapshot snapshot)
    {
        var name = service.Spec.Name;
        var replicas = snapshot.Replicas.Where(r => r.Service == name).ToArray();
        var pending = replicas.Where(r => r.Phase == ReplicaPhase.Pending).ToArray();
        var troubled = Troubled(service.Spec);
        foreach (var replica in replicas)
        {
            if (replica.Phase == ReplicaPhase.Stopping || (!troubled && service.Rollout != RolloutState.Failed && replica.Revision == service.Revision
                && replica.Phase is ReplicaPhase.Starting or ReplicaPhase.BackingOff))
            {
                return $"{replica.ReplicaId} is {replica.Phase}";
            }
        }

        foreach (var replica in pending)
        {
            var node = _fleet.Nodes.FirstOrDefault(n => Fits(service.Spec, n, snapshot));
            if (node is not null && service.Spec.Spread.Count == 0)
            {
                return $"{replica.ReplicaId} is pending, but {node.Report.NodeId} has room";
            }

            if (replica.Reasons.Sum(r => r.Nodes) != _fleet.Nodes.Count)
            {
                return $"{replica.ReplicaId} is pending without a reason for each node";
            }
        }

        if (pending.Length > 0 || troubled || service.Rollout is RolloutState.Failed)
        {
            return null;
        }

        if (service.Rollout == RolloutState.InProgress || replicas.Length != service.Spec.Replicas || replicas.Any(r => r.Revision != service.Revision))
        {
            return $"service {name} has {replicas.Length} of {service.Spec.Replicas} replicas, its rollout is {service.Rollout}";
        }

        var placed = replicas.Where(r => r.Phase == ReplicaPhase.Running).ToArray();
        if (service.Spec.SelfAntiAffinity && placed.Select(r => r.NodeId).Distinct().Count() != placed.Length)
        {
            return $"service {name} shares a node against its anti-affinity";
        }

        foreach (var rule in service.Spec.Spread)
        {
            var domains = placed.Select(r => _fleet.Node(r.NodeId!).Report.Labels[rule.Label]).ToHashSet(StringComparer.Ordinal);

            // A roll-back may leave too few; then one moves as soon as another domain has room, if it may surge.
            if (placed.Length == replicas.Length && domains.Count < Math.Min(rule.MinDomains, replicas.Length) && service.Spec.Rollout.MaxSurge > 0
                && _fleet.Nodes.Any(n => !domains.Contains(n.Report.Labels[rule.Label]) && Fits(service.Spec, n, snapshot)))
            {
                return $"service {name} uses {domains.Count} domains, wanted {rule.MinDomains}";
            }
        }

        return null;
    }

    private string? UnsettledContainers(FleetSnapshot snapshot)
    {
        var replicas = snapshot.Replicas.ToDictionary(r => r.ReplicaId, StringComparer.Ordinal);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in _fleet.Nodes)
        {
            foreach (var container in node.Containers.Values)
            {
                if (container.Identity is null)
                {
                    if (container.State != ReplicaState.Running)
                    {
                        return $"foreign container {container.Name} was touched";
                    }

                    continue;
                }

                if (!replicas.TryGetValue(container.Name, out var replica))
                {
                    return $"{container.Name} is left over on {node.Report.NodeId}";
                }

                if (replica.NodeId is not null && replica.NodeId != node.Report.NodeId)
                {
                    return $"{container.Name} runs on {node.Report.NodeId}, but belongs on {replica.NodeId}";
                }

                if (container.State == ReplicaState.Running && !found.Add(container.Name))
                {
                    return $"{container.Name} runs twice";
                }
            }
        }

        return replicas.Values.FirstOrDefault(r => r.Phase == ReplicaPhase.Running && !found.Contains(r.ReplicaId)
            && !Troubled(snapshot.Services.First(s => s.Spec.Name == r.Service).Spec)) is { } missing
            ? $"{missing.ReplicaId} does not run"
            : null;
    }

    private static bool Fits(ServiceSpec spec, FakeNode node, FleetSnapshot snapshot)
    {
        var report = node.Report;
        var there = snapshot.Replicas.Where(r => r.NodeId == report.NodeId && r.Phase is not (ReplicaPhase.Completed or ReplicaPhase.Failed)).ToArray();
        var status = snapshot.Nodes.First(n => n.Report.NodeId == report.NodeId);
        return report.CpuMillicores - status.UsedCpuMillicores >= spec.CpuMillicores
            && report.MemoryBytes - status.UsedMemoryBytes >= spec.MemoryBytes
            && spec.NodeSelector.All(s => report.Labels.TryGetValue(s.Key, out var value) && value == s.Value)
            && report.Taints.All(t => spec.Tolerations.Any(o => o.Covers(t)))
            && !(spec.SelfAntiAffinity && there.Any(r => r.Service == spec.Name));
    }

    private static bool Troubled(ServiceSpec spec) => spec.Environment.ContainsKey("CRASHES") || spec.Environment.ContainsKey("AILS");

    private static bool Same(ServiceSpec left, ServiceSpec right) =>
        JsonSerializer.SerializeToUtf8Bytes(left, StateJson.Default.ServiceSpec).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(right, StateJson.Default.ServiceSpec));
}
