using System.Globalization;

namespace Placement.Scheduling.Core;

/// <summary>Brings one service from what there is towards what is wanted, within its rollout bounds.</summary>
internal sealed partial class SchedulerCore
{
    private readonly List<ReplicaEntry> _good = []; // of the service being brought on: one at a time, many a second

    private void Reconcile(ServiceEntry service)
    {
        if (!_services.ContainsKey(service.Name))
        {
            return;
        }

        if (service.Stopping)
        {
            StopAll(service);
            return;
        }

        JudgeRollout(service);
        if (!_paused)
        {
            DropIdlePending(service);
        }

        var good = _good;
        good.Clear();
        foreach (var replica in service.Replicas)
        {
            if (replica.Good)
            {
                good.Add(replica);
            }
        }

        ShrinkTo(service, good);
        if (_paused || service.Rollout == RolloutState.Failed)
        {
            return;
        }

        Grow(service, good.Count);
        ReplaceOthers(service, good);
        CompleteRollout(service);
        MendSpread(service, good);
    }

    private void StopAll(ServiceEntry service)
    {
        foreach (var replica in service.Replicas.Where(r => !r.Leaving).ToArray())
        {
            BeginStop(replica, "service stopped");
        }

        if (service.Replicas.Count == 0)
        {
            _services.Remove(service.Name);
            Delete(service);
            Tell(SchedulerEventKind.ServiceStopped, service.Name);
        }
    }

    private void JudgeRollout(ServiceEntry service)
    {
        if (service.Rollout != RolloutState.InProgress || service.RolloutFailures < service.Wanted.Rollout.MaxFailures)
        {
            return;
        }

        var failed = service.TargetRevision;
        if (service.Wanted.Rollout.RollBack && service.StableRevision != failed)
        {
            var replicas = service.Wanted.Replicas;
            service.TargetRevision = service.StableRevision;
            service.Specify(service.TargetRevision, service.Wanted with { Replicas = replicas });
            service.Rollout = RolloutState.RolledBack;
            Tell(SchedulerEventKind.RolledBack, service.Name, detail: Numbered("revision {0} failed, back to revision {1}", failed, service.TargetRevision));
        }
        else
        {
            service.Rollout = RolloutState.Failed;
            Tell(SchedulerEventKind.RolloutFailed, service.Name, detail: Numbered("revision {0} failed {1} times", failed, service.RolloutFailures));
        }

        service.DomainsStale = true;
        Write(service);
    }

    /// <summary>Forgets replicas without a node that are of a revision no longer wanted.</summary>
    private void DropIdlePending(ServiceEntry service)
    {
        static bool Idle(ReplicaEntry replica) => replica.Phase == ReplicaPhase.Pending && !replica.Good;
        if (!service.Replicas.Exists(Idle))
        {
            return; // asked after every start: the usual answer costs nothing
        }

        foreach (var replica in service.Replicas.FindAll(Idle))
        {
            Remove(replica);
        }
    }

    private void ShrinkTo(ServiceEntry service, List<ReplicaEntry> good)
    {
        while (good.Count > service.WantedReplicas)
        {
            var victim = good[0];
            foreach (var candidate in good)
            {
                if (LeavesBefore(candidate, victim, good))
                {
                    victim = candidate;
                }
            }

            good.Remove(victim);
            BeginStop(victim, "scaled down");
        }
    }

    /// <summary>Which of two surplus replicas goes first: one without a node, one not available, one in the fuller domain, the younger one.</summary>
    private bool LeavesBefore(ReplicaEntry one, ReplicaEntry other, List<ReplicaEntry> good)
    {
        if ((one.Node is null) != (other.Node is null))
        {
            return one.Node is null;
        }

        var crowding = Crowding(one, good).CompareTo(Crowding(other, good));
        if (crowding != 0)
        {
            return crowding > 0;
        }

        return one.Available != other.Available ? !one.Available : one.Serial > other.Serial;
    }

    private int Crowding(ReplicaEntry replica, List<ReplicaEntry> good)
    {
        var sum = 0;
        foreach (var rule in replica.Spec.Spread)
        {
            var domain = DomainOf(replica, rule.Label);
            sum += good.Count(other => DomainOf(other, rule.Label) == domain);
        }

        return sum;
    }

    private string? DomainOf(ReplicaEntry replica, string label) =>
        replica.Node is { Index: >= 0 } node ? _index.Report(node.Index).Labels.GetValueOrDefault(label) : null;

    private void Grow(ServiceEntry service, int good)
    {
        var most = service.WantedReplicas + service.Wanted.Rollout.MaxSurge;
        var create = Math.Min(service.WantedReplicas - good, most - service.Replicas.Count);
        if (create > 0)
        {
            service.Expect(create);
        }

        for (var i = 0; i < create; i++)
        {
            var replica = Create(service, service.TargetRevision);
            _fresh.Add(replica);
        }
    }

    /// <summary>Stops what is to be replaced: at once what is known not to be available, the rest only while enough stay available.</summary>
    private void ReplaceOthers(ServiceEntry service, List<ReplicaEntry> good)
    {
        if (!service.Replicas.Exists(static r => !r.Good && !r.Leaving))
        {
            return;
        }

        var others = service.Replicas.Where(r => !r.Good && !r.Leaving).OrderBy(r => r.Available).ThenBy(r => r.Serial).ToArray();
        var least = service.WantedReplicas - service.Wanted.Rollout.MaxUnavailable;
        var available = good.Count(r => Ready(r) || r.Ended) + others.Count(r => r.Available);
        foreach (var other in others)
        {
            if (Unknown(other))
            {
                continue; // after a change of leader: it may well serve
            }

            if (other.Available)
            {
                if (available - 1 < least)
                {
                    continue;
                }

                available--;
            }

            BeginStop(other, other.Revision != service.TargetRevision ? "replaced by another revision" : other.Replace ? "moved" : "node drained");
        }
    }

    /// <summary>Whether nobody has looked yet at a replica that an earlier leader placed: its node was not listed, or its health not asked for.</summary>
    private static bool Unknown(ReplicaEntry replica) =>
        replica.Adopted && (replica.Node is { Listed: false } || (replica.Phase == ReplicaPhase.Running && replica.Spec.Health is not null && !replica.Probed));

    private void CompleteRollout(ServiceEntry service)
    {
        if (service.Rollout == RolloutState.InProgress
            && service.Replicas.Count == service.WantedReplicas
            && service.Replicas.TrueForAll(r => r.Good && (Ready(r) || r.Ended)))
        {
            service.Rollout = RolloutState.Complete;
            service.StableRevision = service.TargetRevision;
            service.Prune();
            Write(service);
            Tell(SchedulerEventKind.RolloutCompleted, service.Name, detail: Numbered("revision {0}", service.TargetRevision, 0));
        }
    }

    /// <summary>Whether a replica has been available for long enough to count.</summary>
    private bool Ready(ReplicaEntry replica) =>
        replica.Available && _now - replica.AvailableSince >= replica.Service.Wanted.Rollout.MinReady.Ticks;

    private static string Numbered(string format, int first, int second) => string.Format(CultureInfo.InvariantCulture, format, first, second);
}
