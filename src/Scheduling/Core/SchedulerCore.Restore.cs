using System.Text.Json;
using Placement.Scheduling.Deciding;

namespace Placement.Scheduling.Core;

/// <summary>Takes up where the last leader left: desired state from the store, the truth about what runs from the nodes.</summary>
internal sealed partial class SchedulerCore
{
    public SchedulerCore(
        SchedulerOptions options,
        long generation,
        StoredState stored,
        CoreTime time,
        IReadOnlyList<INodeFilter>? filters = null,
        IReadOnlyList<INodeScorer>? scorers = null,
        CoreFaults faults = CoreFaults.None)
    {
        _options = options;
        _faults = faults;
        _index = new FleetIndex { Filters = filters ?? [], Scorers = scorers ?? [] };
        Generation = generation;
        _now = _awakeSince = time.Ticks;
        _utc = time.Utc;
        _lastTaken = _durable = stored.LastBatch;
        _sequence = stored.LastSequence;
        _nextSerial = _serialLimit = 1;
        foreach (var entry in stored.Entries)
        {
            RestoreFirst(entry);
        }

        foreach (var (id, record) in stored.Entries.Where(e => Names(e.Key, "replica/"))
            .Select(e => (e.Key, Record: Parse(e, StateJson.Default.ReplicaRecord))).OrderBy(p => p.Record.Serial))
        {
            RestoreReplica(id, record);
        }

        foreach (var node in _nodes.Values.OrderBy(n => n.Id, StringComparer.Ordinal))
        {
            if (node.Replicas.Count > 0)
            {
                node.DeadlineSet = true;
                At(_now + _options.NodeTimeout.Ticks, TimerKind.NodeDeadline, node);
            }
        }

        if (options.Optimiser is { } optimiser)
        {
            At(_now + optimiser.Interval.Ticks, TimerKind.Optimise);
        }

        Tell(SchedulerEventKind.LeaderTookOver, detail: $"{options.Holder}, generation {generation}");
        foreach (var service in ServicesByName())
        {
            Touch(service);
        }

        Settle();
    }

    private void RestoreFirst(StateChange entry)
    {
        if (entry.Key == "fleet")
        {
            var fleet = Parse(entry, StateJson.Default.FleetRecord);
            _nextSerial = _serialLimit = fleet.SerialLimit;
            _paused = fleet.Paused;
        }
        else if (Names(entry.Key, "node/"))
        {
            var record = Parse(entry, StateJson.Default.NodeRecord);
            var node = NodeOf(entry.Key["node/".Length..]);
            node.Cordoned = record.Cordoned;
            node.Draining = record.Draining;
        }
        else if (Names(entry.Key, "service/"))
        {
            var record = Parse(entry, StateJson.Default.ServiceRecord);
            var service = new ServiceEntry(entry.Key["service/".Length..])
            {
                TargetRevision = record.TargetRevision,
                StableRevision = record.StableRevision,
                LastRevision = record.LastRevision,
                Rollout = record.Rollout,
                RolloutFailures = record.RolloutFailures,
                Stopping = record.Stopping,
            };
            foreach (var (revision, spec) in record.Specs)
            {
                service.Specify(revision, spec);
            }

            _services.Add(service.Name, service);
        }
    }

    private void RestoreReplica(string key, ReplicaRecord record)
    {
        if (!_services.TryGetValue(record.Service, out var service) || !service.Specs.ContainsKey(record.Revision))
        {
            throw new InvalidDataException($"The stored {key} belongs to revision {record.Revision} of service '{record.Service}', which is not stored. Maybe the store was edited by hand.");
        }

        var replica = new ReplicaEntry(service, record.Serial, record.Revision)
        {
            Phase = record.Phase,
            Attempt = record.Attempt,
            Failures = record.Failures,
            LastEnd = record.LastEnd,
            Replace = record.Replace,
            MoveTo = record.MoveTo,
            WaitsForRoom = record.WaitsForRoom,
            StopFirst = record.StopFirst,
            Written = true,
            Adopted = true,
        };
        service.Replicas.Add(replica);
        _replicas.Add(replica.Id, replica);
        if (record.NodeId.Length > 0)
        {
            var node = NodeOf(record.NodeId);
            node.LastSeen = _now;
            Bind(replica, node);
        }

        if (record.Phase == ReplicaPhase.BackingOff)
        {
            var left = record.NotBefore is { } due ? (due - _utc).Ticks : 0;
            replica.NotBefore = _now + Math.Clamp(left, 0, replica.Spec.Restart.MaxDelay.Ticks);
            replica.NotBeforeUtc = record.NotBefore;
            At(replica.NotBefore, TimerKind.Backoff, replica, replica.Attempt);
        }
    }

    private NodeEntry NodeOf(string id)
    {
        if (!_nodes.TryGetValue(id, out var node))
        {
            node = new NodeEntry(id);
            _nodes.Add(id, node);
        }

        return node;
    }

    private static bool Names(string key, string prefix) => key.StartsWith(prefix, StringComparison.Ordinal);

    private static T Parse<T>(StateChange entry, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(entry.Value, type) ?? throw new InvalidDataException($"The stored {entry.Key} is empty.");
}
