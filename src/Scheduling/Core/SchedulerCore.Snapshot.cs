namespace Placement.Scheduling.Core;

/// <summary>What the core knows, copied for others to read.</summary>
internal sealed partial class SchedulerCore
{
    public FleetSnapshot Snapshot()
    {
        var services = ServicesByName().ToArray();
        return new FleetSnapshot
        {
            Generation = Generation,
            Sequence = _sequence,
            Paused = _paused,
            Services = [.. services.Select(StatusOf)],
            Replicas = [.. services.SelectMany(StatusesOf)],
            Nodes = [.. _nodes.Values.Where(n => n.Index >= 0).OrderBy(n => n.Id, StringComparer.Ordinal).Select(StatusOf)],
            SilentNodes = [.. _silences.Select(s => new SilentNode { NodeId = s.Key, Reason = s.Value })],
        };
    }

    /// <summary>Says for each node why it does not take a pending replica; empty if the replica is not pending, null if it is not known.</summary>
    public IReadOnlyList<NodeRefusal>? Explain(string replicaId)
    {
        if (!_replicas.TryGetValue(replicaId, out var replica))
        {
            return null;
        }

        return replica.Phase == ReplicaPhase.Pending ? RefusalsOf(replica) : [];
    }

    /// <summary>Whether an incarnation on a node that is heard of counts as running or about to.</summary>
    public bool BelievesRunning(string nodeId, string replicaId, int attempt) =>
        !Fenced && _replicas.TryGetValue(replicaId, out var replica) && replica.Node is { Alive: true } node && node.Id == nodeId
        && replica.Attempt == attempt && (replica.Phase is ReplicaPhase.Starting or ReplicaPhase.Running);

    private IReadOnlyList<NodeRefusal> RefusalsOf(ReplicaEntry replica)
    {
        var rules = replica.Service.Rules(replica.Revision, _index);
        CountDomains(replica.Service, rules);
        return _index.Refusals(rules, replica.Service.Occupancy, replica.Service.WantedReplicas, _now);
    }

    private IReadOnlyList<ReasonCount> ReasonsOf(ReplicaEntry replica)
    {
        if (_paused)
        {
            return [new ReasonCount { Code = PendingCodes.Paused, Nodes = _index.Count }];
        }

        if (_index.Count == 0)
        {
            return [new ReasonCount { Code = PendingCodes.NoNodes, Nodes = 0 }];
        }

        return [.. RefusalsOf(replica).GroupBy(r => r.Code, StringComparer.Ordinal)
            .Select(g => new ReasonCount { Code = g.Key, Nodes = g.Count() })
            .OrderByDescending(c => c.Nodes).ThenBy(c => c.Code, StringComparer.Ordinal)];
    }

    private static ServiceStatus StatusOf(ServiceEntry service) => new()
    {
        Spec = service.Wanted,
        Revision = service.TargetRevision,
        Rollout = service.Rollout,
        Available = service.Replicas.Count(r => r.Good && r.Available),
        Pending = service.Replicas.Count(r => r.Phase == ReplicaPhase.Pending),
        Stopping = service.Stopping,
    };

    private IEnumerable<ReplicaStatus> StatusesOf(ServiceEntry service)
    {
        IReadOnlyList<ReasonCount>? reasons = null;
        foreach (var replica in service.Replicas)
        {
            yield return new ReplicaStatus
            {
                ReplicaId = replica.Id,
                Service = service.Name,
                Revision = replica.Revision,
                Phase = replica.Phase,
                NodeId = replica.Node?.Id,
                Attempt = replica.Attempt,
                Failures = replica.Failures,
                CrashLooping = replica.CrashLooping,
                Available = replica.Available,
                LastEnd = replica.LastEnd,
                Endpoints = replica.Endpoints,
                Reasons = replica.Phase == ReplicaPhase.Pending ? reasons ??= ReasonsOf(replica) : [],
            };
        }
    }

    private NodeStatus StatusOf(NodeEntry node)
    {
        var report = _index.Report(node.Index);
        return new NodeStatus
        {
            Report = report,
            Alive = node.Alive,
            Cordoned = node.Cordoned,
            Draining = node.Draining,
            UsedCpuMillicores = report.CpuMillicores - _index.FreeCpu(node.Index),
            UsedMemoryBytes = report.MemoryBytes - _index.FreeMemory(node.Index),
            Replicas = _index.Replicas(node.Index),
        };
    }
}
