using System.Globalization;
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
    private readonly Dictionary<string, long> _endedAt = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
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

        foreach (var change in batch.Changes)
        {
            if (change.Key.StartsWith("service/", StringComparison.Ordinal))
            {
                CheckPromise(change.Key["service/".Length..]);
            }
        }

        foreach (var item in batch.Events)
        {
            if (item.ReplicaId is { } id)
            {
                Follow(item, id);
                if (item is { Kind: SchedulerEventKind.ReplicaStopping, Detail: "replaced by another revision" or "moved" or "node drained" }
                    && !batch.Events.Any(e => e.Kind == SchedulerEventKind.ReplicaPreempted && e.Service == item.Service))
                {
                    CheckReplaced(item, id);
                }
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
            case SchedulerEventKind.ReplicaBackingOff when _policies.TryGetValue(id, out var known):
                track = Track(id);
                if (TimeSpan.Parse(item.Detail!, CultureInfo.InvariantCulture) is var told && told != Backoff(known, track.Failures))
                {
                    throw new ConformanceException($"Failure {track.Failures} in a row of {id} is told a back-off of {told}; by its policy it is {Backoff(known, track.Failures)}.");
                }

                break;
        }
    }

    /// <summary>Judges the stop of a replica that another replaces: enough others must serve, however recently the leader changed.</summary>
    private void CheckReplaced(SchedulerEvent item, string id)
    {
        if (Track(id).RunningAt < 0 || !Serves(id) || _store.Read("service/" + item.Service) is not { } bytes)
        {
            return;
        }

        var service = JsonSerializer.Deserialize(bytes, StateJson.Default.ServiceRecord)!;
        var wanted = service.Specs[service.TargetRevision];
        if (service.Stopping || service.Specs.Values.Any(s => Troubled(s) || s.Health is not null || s.Restart.Mode != RestartMode.Always))
        {
            return;
        }

        // Others may have ended a moment ago, unknown to the leader; those on nodes cut off may serve as well.
        var others = _fleet.Nodes.SelectMany(n => n.Containers.Values)
            .Count(c => c.Identity?.Service == item.Service && c.Name != id && RecordOf(c.Name) is { Phase: not ReplicaPhase.Stopping }
                && (Serves(c.Name) || _endedAt.GetValueOrDefault(c.Name, long.MinValue) > _queue.Now - (10 * Second)));
        if (others < wanted.Replicas - wanted.Rollout.MaxUnavailable)
        {
            throw new ConformanceException($"{id} serves and is stopped ({item.Detail}) while {others} others serve; {wanted.Replicas} are wanted, {wanted.Rollout.MaxUnavailable} may be unavailable.");
        }
    }

    private bool Serves(string id) =>
        RecordOf(id) is { } record && _fleet.Node(record.NodeId) is { } node && (!node.Reachable || (node.Containers.TryGetValue(id, out var container) && container.State == ReplicaState.Running));

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
        var delay = Backoff(policy, track.Failures).TotalMilliseconds;
        var waited = (_queue.Now + _monotonicOffset - track.EndedAt) / (double)Millisecond;
        if (waited < delay - 0.001)
        {
            throw new ConformanceException($"Attempt {request.Identity.Attempt} of {id} comes {waited} ms after failure {track.Failures} in a row; its back-off is {delay} ms.");
        }
    }

    /// <summary>The policy's own words: the first delay, doubled with each further failure in a row, up to the cap.</summary>
    private static TimeSpan Backoff(RestartPolicy policy, int failures) =>
        TimeSpan.FromMilliseconds(Math.Min(policy.MaxDelay.TotalMilliseconds, policy.Delay.TotalMilliseconds * Math.Pow(2, failures - 1)));

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

        // A replica that was placed later without the rule, by an update that drops it, may well have come to one placed with it.
        if (request.Spec.SelfAntiAffinity && running.Any(r => r.Record.NodeId == request.NodeId && r.Container.Name != id && (r.Container.Spec!.SelfAntiAffinity || r.Record.Serial < record.Serial)))
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

    /// <summary>Judges what the store holds of a service: the request last acknowledged, as long as no later one was sent.</summary>
    private void CheckPromise(string name)
    {
        var client = _clients[name];
        if (client.InDoubt)
        {
            return;
        }

        var stored = _store.Read("service/" + name) is { } bytes ? JsonSerializer.Deserialize(bytes, StateJson.Default.ServiceRecord)! : null;
        if (client.Acknowledged is not { } wanted)
        {
            if (stored is { Stopping: false })
            {
                throw new ConformanceException($"The stop of {name} was acknowledged, but the store wants it to run.");
            }
        }
        else if (stored is null || stored.Stopping || stored.Specs[stored.TargetRevision].Replicas != wanted.Replicas
            || (stored.Rollout != RolloutState.RolledBack && !Same(stored.Specs[stored.TargetRevision], wanted)))
        {
            throw new ConformanceException($"A request for {name} was acknowledged, but is not what the store holds.");
        }
    }

    /// <summary>Judges the world as it is, whoever changed it: a replica belongs to one node for life, so it never runs on two, zombies included.</summary>
    private void CheckWorld()
    {
        _seen.Clear();
        foreach (var node in _fleet.Nodes)
        {
            foreach (var container in node.Containers.Values)
            {
                if (container.State == ReplicaState.Running && !_seen.Add(container.Name))
                {
                    throw new ConformanceException($"{container.Name} runs on two nodes, one of them {node.Report.NodeId}.");
                }
                else if (container.Identity is null && container.State != ReplicaState.Running)
                {
                    throw new ConformanceException($"The foreign container {container.Name} was touched.");
                }
            }
        }
    }

    private IEnumerable<(ReplicaRecord Record, FakeContainer Container)> Running(string service)
    {
        foreach (var container in _fleet.Nodes.SelectMany(n => n.Containers.Values))
        {
            if (container.Identity?.Service == service && container.State == ReplicaState.Running && RecordOf(container.Name) is { } record)
            {
                yield return (record, container);
            }
        }
    }

    private ReplicaRecord? RecordOf(string id) =>
        _store.Read("replica/" + id) is { } bytes ? JsonSerializer.Deserialize(bytes, StateJson.Default.ReplicaRecord) : null;
}
