using System.Globalization;

namespace Placement.Scheduling.Core;

/// <summary>The life of a replica from its placement to its end.</summary>
internal sealed partial class SchedulerCore
{
    /// <summary>Tells what came of a start or a stop; null if that is unknown.</summary>
    public void CallCompleted(CoreTime time, long call, LaunchOutcome? outcome)
    {
        if (!Begin(time))
        {
            return;
        }

        if (_calls.Remove(call, out var target))
        {
            if (outcome?.Status == LaunchStatus.Fenced)
            {
                LoseLead();
                return;
            }

            switch (target)
            {
                case ReplicaEntry replica when replica.Call == call:
                    replica.Call = 0;
                    replica.Touched = _step;
                    OnAnswer(replica, outcome);
                    break;
                case ReplicaEntry replica:
                    OnLateAnswer(replica, outcome);
                    break;
                case StaleReplica stale:
                    OnAnswer(stale, outcome);
                    break;
            }
        }

        End();
    }

    private void OnAnswer(ReplicaEntry replica, LaunchOutcome? outcome)
    {
        if (replica.Removed)
        {
            OnLateAnswer(replica, outcome);
            return;
        }

        switch (outcome?.Status)
        {
            case null when _faults.HasFlag(CoreFaults.DoubleStart) && replica.Phase == ReplicaPhase.Starting:
                Remove(replica);
                return;
            case null:
                replica.RetryAt = _now + _options.RetryDelay.Ticks;
                At(replica.RetryAt, TimerKind.Retry, replica);
                break;
            case LaunchStatus.Stopped when replica.Phase == ReplicaPhase.Stopping:
                Tell(SchedulerEventKind.ReplicaStopped, replica);
                Remove(replica);
                return;
            case LaunchStatus.Stopped:
                replica.StopFirst = false;
                Write(replica);
                if (replica.Ended)
                {
                    Vacate(replica);
                    Touch(replica.Service);
                }

                break;
            case LaunchStatus.Running when replica.Phase == ReplicaPhase.Starting:
                OnRunning(replica, outcome.Replica);
                break;
            case LaunchStatus.Starting when replica.Phase == ReplicaPhase.Starting:
                replica.Accepted = true;
                break;
            case LaunchStatus.Exited when replica.Phase == ReplicaPhase.Starting:
                OnEnded(replica, outcome.Replica?.ExitReason ?? ExitReason.Unknown, outcome.Replica?.ExitCode, null);
                break;
            case LaunchStatus.RefusedByNode when replica.Phase == ReplicaPhase.Starting:
                OnRefused(replica, outcome);
                return;
            case LaunchStatus.RefusedEverywhere when replica.Phase == ReplicaPhase.Starting:
                Tell(SchedulerEventKind.ReplicaRefused, replica, Words(outcome));
                OnEnded(replica, ExitReason.CouldNotStart, null, Words(outcome));
                break;
        }

        Advance(replica);
    }

    /// <summary>The answer to a call for a replica that was given up meanwhile: what may run of it is stale.</summary>
    private void OnLateAnswer(ReplicaEntry replica, LaunchOutcome? outcome)
    {
        if (outcome?.Status is null or LaunchStatus.Running or LaunchStatus.Starting && replica.LastNode is { Alive: true } node && _nodes.GetValueOrDefault(node.Id) == node)
        {
            FindStale(node, replica.Id, replica.Service.Name, "late answer to a start");
        }
    }

    private void OnRefused(ReplicaEntry replica, LaunchOutcome outcome)
    {
        Tell(SchedulerEventKind.ReplicaRefused, replica, Words(outcome));
        var service = replica.Service;
        if (replica.Node is { Index: >= 0 } node)
        {
            service.Occupancy.Refuse(node.Index, _now + _options.RefusalCooldown.Ticks);
            At(_now + _options.RefusalCooldown.Ticks, TimerKind.RetryPending);
        }

        Remove(replica);
    }

    private void OnRunning(ReplicaEntry replica, ObservedReplica? observed)
    {
        replica.Phase = ReplicaPhase.Running;
        replica.Accepted = false;
        replica.Touched = _step;
        replica.RunningSince = _now;
        replica.ProbeFailures = 0;
        replica.Probed = false;
        replica.Endpoints = observed?.Endpoints ?? replica.Endpoints;
        Tell(SchedulerEventKind.ReplicaRunning, replica, replica.Attempt == 1 ? "attempt 1" : "attempt " + replica.Attempt.ToString(CultureInfo.InvariantCulture));
        if (replica.Spec.Health is null)
        {
            BecomeAvailable(replica);
        }
        else
        {
            Probe(replica);
        }

        Touch(replica.Service);
    }

    private void BecomeAvailable(ReplicaEntry replica)
    {
        replica.Healthy = true;
        replica.AvailableSince = _now;
        var settle = replica.Service.Wanted.Rollout.MinReady;
        if (settle > TimeSpan.Zero)
        {
            At(_now + settle.Ticks, TimerKind.Service, replica.Service);
        }

        Touch(replica.Service);
    }

    /// <summary>An incarnation ended, could not be started or is unhealthy: count, wait, start again, or leave it.</summary>
    private void OnEnded(ReplicaEntry replica, ExitReason reason, int? exitCode, string? words)
    {
        var policy = replica.Spec.Restart;
        if (replica.Phase == ReplicaPhase.Running && _now - replica.RunningSince >= policy.ResetAfter.Ticks)
        {
            replica.Failures = 0;
        }

        replica.Touched = _step;
        replica.Accepted = false;
        replica.Healthy = false;
        replica.LastEnd = words ?? (exitCode is { } code ? $"{reason}, exit code {code.ToString(CultureInfo.InvariantCulture)}" : reason.ToString());
        Tell(SchedulerEventKind.ReplicaExited, replica, replica.LastEnd);
        var succeeded = reason == ExitReason.Completed;
        if (policy.Mode == RestartMode.Never || (policy.Mode == RestartMode.OnFailure && succeeded))
        {
            replica.Phase = succeeded ? ReplicaPhase.Completed : ReplicaPhase.Failed;
            if (!replica.StopFirst)
            {
                Vacate(replica);
            }
        }
        else
        {
            BackOff(replica, policy);
        }

        if (!succeeded)
        {
            CancelMoveOf(replica);
            CountRolloutFailure(replica);
        }

        Write(replica);
        Touch(replica.Service);
        Advance(replica);
    }

    private void BackOff(ReplicaEntry replica, RestartPolicy policy)
    {
        var wasLooping = replica.CrashLooping;
        replica.Failures++;
        replica.Phase = ReplicaPhase.BackingOff;
        var counted = _faults.HasFlag(CoreFaults.WrongBackoff) ? Math.Max(1, replica.Failures - 1) : replica.Failures;
        var delay = policy.DelayAfter(counted);
        replica.NotBefore = _now + delay.Ticks;
        replica.NotBeforeUtc = _utc + delay;
        At(replica.NotBefore, TimerKind.Backoff, replica, replica.Attempt);
        if (replica.CrashLooping && !wasLooping)
        {
            Tell(SchedulerEventKind.ReplicaCrashLooping, replica, $"{replica.Failures.ToString(CultureInfo.InvariantCulture)} failures in a row");
        }

        Tell(SchedulerEventKind.ReplicaBackingOff, replica, delay.ToString("c", CultureInfo.InvariantCulture));
    }

    private void CountRolloutFailure(ReplicaEntry replica)
    {
        if (replica.Service is { Rollout: RolloutState.InProgress } service && replica.Revision == service.TargetRevision)
        {
            service.RolloutFailures++;
            Write(service);
        }
    }

    /// <summary>Begins to stop a replica; one without a node is simply forgotten.</summary>
    private void BeginStop(ReplicaEntry replica, string why, SchedulerEventKind kind = SchedulerEventKind.ReplicaStopping)
    {
        if (replica.Node is null)
        {
            Remove(replica);
            return;
        }

        Tell(kind, replica, why);
        replica.Phase = ReplicaPhase.Stopping;
        replica.Healthy = false;
        replica.RetryAt = 0;
        replica.Service.DomainsStale = true;
        Write(replica);
        Touch(replica.Service);
        Advance(replica);
    }

    /// <summary>Asks the world for the next thing a replica needs, unless a call is under way or something must come first.</summary>
    private void Advance(ReplicaEntry replica)
    {
        if (replica.Removed || replica.Call != 0 || replica.Node is not { Alive: true, Listed: true } node || _now < replica.RetryAt)
        {
            return;
        }

        if (replica.Phase == ReplicaPhase.Stopping || (replica.StopFirst && (replica.Ended || replica.Phase == ReplicaPhase.BackingOff)))
        {
            replica.Call = NextCall(replica);
            replica.Touched = _step;
            Act(new StopCall(replica.Call, StopOf(node, replica.Id, replica.Spec.StopGrace)));
            return;
        }

        if (replica.Phase == ReplicaPhase.BackingOff && _now >= replica.NotBefore)
        {
            replica.Attempt++;
            replica.Phase = ReplicaPhase.Starting;
            Write(replica);
        }

        if (replica.Phase != ReplicaPhase.Starting || replica.Accepted || (replica.WaitsForRoom && _index.Overfull(node.Index)))
        {
            return;
        }

        replica.WaitsForRoom = false;
        replica.Call = NextCall(replica);
        replica.Touched = _step;
        Act(new StartCall(replica.Call, new LaunchRequest { NodeId = node.Id, Identity = IdentityOf(replica), Generation = Generation, Spec = replica.Spec }));
    }

    private void Advance(StaleReplica stale)
    {
        if (stale.Call == 0 && stale.Node.Alive && _now >= stale.RetryAt && stale.Node.Stale.GetValueOrDefault(stale.ReplicaId) == stale)
        {
            stale.Call = NextCall(stale);
            Act(new StopCall(stale.Call, StopOf(stale.Node, stale.ReplicaId, stale.Grace)));
        }
    }

    private void OnAnswer(StaleReplica stale, LaunchOutcome? outcome)
    {
        stale.Call = 0;
        if (outcome?.Status == LaunchStatus.Stopped)
        {
            if (stale.Node.Stale.GetValueOrDefault(stale.ReplicaId) == stale)
            {
                stale.Node.Stale.Remove(stale.ReplicaId);
                OpenOrClose(stale.Node);
            }
        }
        else
        {
            stale.RetryAt = _now + _options.RetryDelay.Ticks;
            At(stale.RetryAt, TimerKind.Retry, stale);
        }
    }

    private StopRequest StopOf(NodeEntry node, string replicaId, TimeSpan grace) =>
        new() { NodeId = node.Id, Owner = _options.Owner, ReplicaId = replicaId, Generation = Generation, Grace = grace };

    private ReplicaIdentity IdentityOf(ReplicaEntry replica) => new()
    {
        Owner = _options.Owner,
        Service = replica.Service.Name,
        ReplicaId = replica.Id,
        Attempt = replica.Attempt,
        Revision = replica.Revision,
    };

    private ReplicaEntry Create(ServiceEntry service, int revision)
    {
        var replica = new ReplicaEntry(service, NewSerial(), revision);
        service.Replicas.Add(replica);
        _replicas.Add(replica.Id, replica);
        return replica;
    }

    /// <summary>Gives a replica its node, for life.</summary>
    private void Bind(ReplicaEntry replica, NodeEntry node)
    {
        replica.Node = node;
        replica.LastNode = node;
        node.Replicas.Add(replica.Serial, replica);
        if (node.Index >= 0)
        {
            Occupy(replica);
        }
    }

    /// <summary>Takes a replica's share of its node in the index.</summary>
    private void Occupy(ReplicaEntry replica)
    {
        if (replica.Ended && !replica.StopFirst)
        {
            return;
        }

        var demand = replica.Service.Rules(replica.Revision, _index).Demand;
        replica.Reserved = demand;
        _index.Reserve(replica.Node!.Index, demand);
        _placedByPriority[replica.Priority] = _placedByPriority.GetValueOrDefault(replica.Priority) + 1;
        replica.Service.Occupancy.Enter(replica.Node.Index);
    }

    /// <summary>Gives back a replica's share of its node.</summary>
    private void Vacate(ReplicaEntry replica)
    {
        if (replica.Reserved is not { } demand)
        {
            return;
        }

        var node = replica.Node!;
        replica.Reserved = null;
        _index.Release(node.Index, demand);
        if (--_placedByPriority[replica.Priority] == 0)
        {
            _placedByPriority.Remove(replica.Priority);
        }

        replica.Service.Occupancy.Leave(node.Index);
        replica.Service.DomainsStale = true;
        _retryPending = true;
        foreach (var waiting in node.Replicas.Values.Where(r => r.WaitsForRoom).ToArray())
        {
            Advance(waiting);
        }
    }

    /// <summary>Forgets a replica of which nothing runs any more (or whose node is gone).</summary>
    private void Remove(ReplicaEntry replica)
    {
        if (replica.Removed)
        {
            return;
        }

        replica.Removed = true;
        _pending.Remove(replica);
        if (replica.Node is { } node)
        {
            node.Replicas.Remove(replica.Serial);
            Vacate(replica);
            replica.Node = null;
        }

        _movesDue |= _moves.Count > 0;
        Delete(replica);
        _replicas.Remove(replica.Id);
        replica.Service.Replicas.Remove(replica);
        replica.Service.DomainsStale = true;
        Touch(replica.Service);
    }

    private static string Words(LaunchOutcome outcome) => string.Join(": ", new[] { outcome.Code, outcome.Reason }.Where(s => !string.IsNullOrEmpty(s)));
}
