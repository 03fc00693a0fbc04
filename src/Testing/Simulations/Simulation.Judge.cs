using System.Text.Json;
using Placement.Scheduling;
using Placement.Scheduling.Core;

namespace Placement.Testing.Simulations;

/// <summary>The invariants, judged from what the world and the store hold and not from what the core believes.</summary>
internal sealed partial class Simulation
{
    private readonly Dictionary<(long Generation, long Sequence), long> _toldAt = [];
    private readonly Dictionary<string, RestartPolicy> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EndTrack> _ends = new(StringComparer.Ordinal);
    private List<(string Id, ReplicaRecord Old)> _deletions = [];
    private readonly HashSet<string> _givenUp = new(StringComparer.Ordinal);
    private long _wallJumpedAt = -1;

    /// <summary>A replica's failures, counted from durable events by the restart policy's own words.</summary>
    private sealed class EndTrack
    {
        public int Failures { get; set; }

        public long RunningAt { get; set; } = -1;

        public long RunningGeneration { get; set; }

        public long EndedAt { get; set; }

        public long EndedGeneration { get; set; }
    }

    private void ForgetTimes() => _wallJumpedAt = _queue.Now + _monotonicOffset;

    /// <summary>Remembers what a batch will forget, to be judged if it becomes durable.</summary>
    private void CheckBatch(SimulatedHost host, StateBatch batch)
    {
        _deletions = [];
        foreach (var change in batch.Changes)
        {
            if (change.Value is not null || _store.Read(change.Key) is not { } old)
            {
                continue;
            }

            if (change.Key.StartsWith("replica/", StringComparison.Ordinal))
            {
                _deletions.Add((change.Key["replica/".Length..], JsonSerializer.Deserialize(old, StateJson.Default.ReplicaRecord)!));
            }
            else if (change.Key.StartsWith("service/", StringComparison.Ordinal) && !_clients[change.Key["service/".Length..]].StopAsked)
            {
                throw new ConformanceException($"h{host.Number} forgets {change.Key}, which nobody stopped.");
            }
        }
    }

    /// <summary>Judges a batch that has become durable.</summary>
    private void Follow(StateBatch batch)
    {
        foreach (var (id, old) in _deletions)
        {
            _givenUp.Add(id);
            var lost = batch.Events.Any(e => e.Kind is SchedulerEventKind.ReplicaLost or SchedulerEventKind.NodeLost && (e.ReplicaId == id || e.NodeId == old.NodeId));
            if (!lost && old.NodeId.Length > 0
                && _fleet.Node(old.NodeId).Containers.TryGetValue(id, out var container) && container.State == ReplicaState.Running)
            {
                throw new ConformanceException($"Replica {id} was forgotten while it runs on {old.NodeId}.");
            }
        }

        foreach (var item in batch.Events)
        {
            if (item.ReplicaId is { } id)
            {
                Follow(item, id);
            }
        }
    }

    private void Follow(SchedulerEvent item, string id)
    {
        var generation = _hosts[^1].Core.Generation;
        var at = (Generation: 0L, Ticks: 0L);
        for (var g = generation; g > 0; g--)
        {
            if (_toldAt.TryGetValue((g, item.Sequence), out var ticks))
            {
                at = (g, ticks);
                break;
            }
        }

        switch (item.Kind)
        {
            case SchedulerEventKind.ReplicaRunning:
                var track = Track(id);
                track.RunningAt = at.Ticks;
                track.RunningGeneration = at.Generation;
                break;
            case SchedulerEventKind.ReplicaExited:
                track = Track(id);
                if (track.RunningAt >= 0 && track.RunningGeneration == at.Generation && _policies.TryGetValue(id, out var policy)
                    && at.Ticks - track.RunningAt >= policy.ResetAfter.Ticks)
                {
                    track.Failures = 0;
                }

                track.Failures++;
                track.RunningAt = -1;
                track.EndedAt = at.Ticks;
                track.EndedGeneration = at.Generation;
                break;
        }
    }

    private EndTrack Track(string id)
    {
        if (!_ends.TryGetValue(id, out var track))
        {
            _ends.Add(id, track = new EndTrack());
        }

        return track;
    }

    /// <summary>Judges a call that leaves a core: what it does must be durable, and not too early.</summary>
    private void CheckReleased(CoreCall call)
    {
        if (call is not StartCall { Request: var request } || request.Generation != _hosts[^1].Core.Generation)
        {
            return;
        }

        var id = request.Identity.ReplicaId;
        _policies[id] = request.Spec.Restart;
        if (request.Identity.Attempt < 2 || !_ends.TryGetValue(id, out var track) || track.Failures == 0
            || (track.EndedGeneration != request.Generation && track.EndedAt <= _wallJumpedAt))
        {
            return;
        }

        var policy = request.Spec.Restart;
        var delay = Math.Min(policy.MaxDelay.TotalMilliseconds, policy.Delay.TotalMilliseconds * Math.Pow(2, track.Failures - 1));
        var waited = (_queue.Now + _monotonicOffset - track.EndedAt) / (double)Millisecond;
        if (waited < delay - 0.001)
        {
            throw new ConformanceException($"Attempt {request.Identity.Attempt} of {id} comes {waited} ms after failure {track.Failures} in a row; its back-off is {delay} ms.");
        }
    }

    /// <summary>Judges an incarnation that has just started, or was found running by a repeated start.</summary>
    private void CheckStarted(LaunchRequest request)
    {
        var id = request.Identity.ReplicaId;
        var name = request.Identity.Service;
        if (RecordOf(id) is not { } record)
        {
            if (request.Generation == _hosts[^1].Core.Generation && !_givenUp.Contains(id))
            {
                throw new ConformanceException($"Replica {id} was started on {request.NodeId} without a durable decision.");
            }

            return; // a late call for a replica given up meanwhile: found and stopped as stale
        }

        if (record.Attempt < request.Identity.Attempt || record.NodeId != request.NodeId)
        {
            throw new ConformanceException($"Attempt {request.Identity.Attempt} of {id} was started on {request.NodeId}, but attempt {record.Attempt} on {record.NodeId} is durable.");
        }

        var running = Running(name).ToArray();
        if (running.Length > _clients[name].MostRunning)
        {
            throw new ConformanceException($"{running.Length} replicas of {name} run; its rollouts allow {_clients[name].MostRunning}.");
        }

        if (request.Spec.SelfAntiAffinity && running.Count(r => r.NodeId == request.NodeId) > 1)
        {
            throw new ConformanceException($"Two replicas of {name} run on {request.NodeId} against its anti-affinity.");
        }

        CheckCapacity(request.NodeId);
    }

    private void CheckCapacity(string nodeId)
    {
        var node = _fleet.Node(nodeId);
        long cpu = 0, memory = 0;
        foreach (var container in node.Containers.Values.Where(c => c.Identity is not null && c.State == ReplicaState.Running && RecordOf(c.Name) is not null))
        {
            cpu += container.Spec!.CpuMillicores;
            memory += container.Spec.MemoryBytes;
        }

        if (cpu > node.Report.CpuMillicores || memory > node.Report.MemoryBytes)
        {
            throw new ConformanceException($"Node {nodeId} runs {cpu} millicores and {memory} bytes; it has {node.Report.CpuMillicores} and {node.Report.MemoryBytes}: {string.Join(", ", node.Containers.Values.Where(c => c.State == ReplicaState.Running).Select(c => $"{c.Name} {c.Spec?.MemoryBytes >> 20} MiB"))}.");
        }
    }

    /// <summary>Judges what a core made of news that an incarnation ended.</summary>
    private static void CheckNoticed(SchedulerCore core, ObservedReplica observed)
    {
        if (observed.State == ReplicaState.Exited && core.BelievesRunning(observed.NodeId, observed.Identity.ReplicaId, observed.Identity.Attempt))
        {
            throw new ConformanceException($"The scheduler was told that attempt {observed.Identity.Attempt} of {observed.Identity.ReplicaId} ended, and still counts it as running.");
        }
    }

    /// <summary>Judges an acknowledgement: what was promised must be durable.</summary>
    private void CheckAcknowledged(string name, ServiceSpec? sent)
    {
        if (sent is not null && !_store.Has("service/" + name) && !_clients[name].StopAsked)
        {
            throw new ConformanceException($"A request for {name} was acknowledged, but the store does not know the service.");
        }
    }

    private IEnumerable<ReplicaRecord> Running(string service) =>
        _fleet.Nodes.SelectMany(n => n.Containers.Values)
            .Where(c => c.Identity?.Service == service && c.State == ReplicaState.Running)
            .Select(c => RecordOf(c.Name))
            .OfType<ReplicaRecord>();

    private ReplicaRecord? RecordOf(string id) =>
        _store.Read("replica/" + id) is { } bytes ? JsonSerializer.Deserialize(bytes, StateJson.Default.ReplicaRecord) : null;
}
