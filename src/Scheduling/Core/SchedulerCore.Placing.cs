using Placement.Scheduling.Deciding;

namespace Placement.Scheduling.Core;

/// <summary>Finds nodes for replicas that have none: all that are new in one pass, and those waiting when there may be room again.</summary>
internal sealed partial class SchedulerCore
{
    private const int QuickRetries = 64;
    private static readonly long RetryPause = TimeSpan.FromMilliseconds(50).Ticks;
    private readonly SortedSet<ReplicaEntry> _pending = new(ByPriorityThenAge);
    private readonly List<ReplicaEntry> _fresh = [];
    private readonly SortedDictionary<int, int> _placedByPriority = [];
    private bool _retryPending;
    private long _nextRetry;

    private static IComparer<ReplicaEntry> ByPriorityThenAge { get; } = Comparer<ReplicaEntry>.Create((a, b) =>
    {
        var byPriority = b.Priority.CompareTo(a.Priority);
        return byPriority != 0 ? byPriority : a.Serial.CompareTo(b.Serial);
    });

    private bool PlacementDue => !_paused && (_fresh.Count > 0 || (_retryPending && _now >= _nextRetry));

    private void PlacePending()
    {
        if (_paused)
        {
            KeepFresh();
            return;
        }

        if (_retryPending && _now >= _nextRetry)
        {
            _retryPending = false;
            KeepFresh();
            if (_pending.Count > 0)
            {
                PlaceAll([.. _pending]);
            }

            if (_pending.Count > QuickRetries)
            {
                _nextRetry = _now + RetryPause;
                At(_nextRetry, TimerKind.RetryPending);
            }
        }
        else if (_fresh.Count > 0)
        {
            if (_fresh.Count > 1)
            {
                _fresh.Sort(ByPriorityThenAge);
            }

            PlaceAll(_fresh);
            KeepFresh();
        }
    }

    /// <summary>Lets what is new and has no node wait among the pending, where most never come to.</summary>
    private void KeepFresh()
    {
        foreach (var replica in _fresh)
        {
            if (!replica.Removed && replica.Node is null)
            {
                _pending.Add(replica);
            }
        }

        _fresh.Clear();
    }

    private void PlaceAll(List<ReplicaEntry> replicas)
    {
        ServiceEntry? full = null;
        foreach (var replica in replicas)
        {
            if (replica.Removed || replica.Node is not null)
            {
                continue;
            }

            if (replica.Service == full)
            {
                NotePending(replica);
                continue;
            }

            if (!TryPlace(replica))
            {
                full = replica.Service;
                NotePending(replica);
            }
        }
    }

    private bool TryPlace(ReplicaEntry replica)
    {
        var service = replica.Service;
        var rules = service.Rules(replica.Revision, _index);
        if (rules.Spread.Length > 0)
        {
            if (service.Replicas.Exists(r => r.Node is { Index: < 0 }))
            {
                return false; // where some of its replicas are is not known yet
            }

            CountDomains(service, rules);
        }

        if (MovedBy(replica) is { } moved)
        {
            if (_nodes.TryGetValue(moved.MoveTo!, out var target) && target.Index >= 0 && _index.Refusal(target.Index, rules, service.Occupancy, service.WantedReplicas, _now) is null)
            {
                Assign(replica, rules, target, waits: false);
                _movesDue |= _moves.Count > 0;
                return true;
            }

            CancelMove(moved);
            return false;
        }

        var index = _index.Place(rules, service.Occupancy, service.WantedReplicas, _now);
        if (index < 0)
        {
            return TryPreempt(replica, rules);
        }

        Assign(replica, rules, _nodes[_index.Report(index).NodeId], waits: false);
        return true;
    }

    private void Assign(ReplicaEntry replica, RuleSet rules, NodeEntry node, bool waits)
    {
        _pending.Remove(replica);
        replica.Phase = ReplicaPhase.Starting;
        replica.Attempt = 1;
        replica.WaitsForRoom = waits;
        Bind(replica, node);
        if (replica.Good)
        {
            for (var s = 0; s < rules.Spread.Length; s++)
            {
                replica.Service.Occupancy.EnterDomain(s, rules.Spread[s].Column[node.Index]);
            }
        }

        Write(replica);
        Tell(SchedulerEventKind.ReplicaPlaced, replica);
        Advance(replica);
    }

    private static void CountDomains(ServiceEntry service, RuleSet rules)
    {
        if (!service.DomainsStale)
        {
            return;
        }

        service.DomainsStale = false;
        service.Occupancy.ClearDomains(rules.Spread);
        foreach (var replica in service.Replicas)
        {
            if (replica.Good && replica.Node is { Index: >= 0 } node)
            {
                for (var s = 0; s < rules.Spread.Length; s++)
                {
                    service.Occupancy.EnterDomain(s, rules.Spread[s].Column[node.Index]);
                }
            }
        }
    }

    private void NotePending(ReplicaEntry replica)
    {
        if (!replica.PendingNoted)
        {
            replica.PendingNoted = true;
            Tell(SchedulerEventKind.ReplicaPending, replica);
        }
    }
}
