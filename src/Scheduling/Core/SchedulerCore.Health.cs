namespace Placement.Scheduling.Core;

/// <summary>Health checks: when to ask, and what the answers mean.</summary>
internal sealed partial class SchedulerCore
{
    private sealed record ProbeTicket(ReplicaEntry Replica, int Attempt);

    private void Probe(ReplicaEntry replica)
    {
        if (replica.Spec.Health is not { } check || replica.Node is not { } node)
        {
            return;
        }

        var call = NextCall(new ProbeTicket(replica, replica.Attempt));
        Act(new ProbeCall(call, new ProbeRequest
        {
            NodeId = node.Id,
            Identity = IdentityOf(replica),
            Check = check,
            Endpoint = replica.Endpoints.GetValueOrDefault(check.Port),
        }));
    }

    /// <summary>Tells what came of a health check; null if it passed, otherwise what was wrong.</summary>
    public void ProbeCompleted(CoreTime time, long call, string? failure)
    {
        if (!Begin(time))
        {
            return;
        }

        if (_calls.Remove(call, out var target)
            && target is ProbeTicket { Replica: { Removed: false, Phase: ReplicaPhase.Running } replica } ticket
            && ticket.Attempt == replica.Attempt
            && replica.Spec.Health is { } check)
        {
            replica.Probed = true;
            if (failure is null)
            {
                OnProbePassed(replica);
            }
            else
            {
                OnProbeFailed(replica, check, failure);
            }

            if (replica.Phase == ReplicaPhase.Running)
            {
                At(_now + check.Interval.Ticks, TimerKind.Probe, replica, replica.Attempt);
            }
        }

        End();
    }

    private void OnProbePassed(ReplicaEntry replica)
    {
        replica.ProbeFailures = 0;
        if (!replica.Healthy)
        {
            Tell(SchedulerEventKind.ReplicaHealthy, replica);
            BecomeAvailable(replica);
        }
    }

    private void OnProbeFailed(ReplicaEntry replica, HealthCheck check, string failure)
    {
        Touch(replica.Service);
        if (!replica.Healthy && _now - replica.RunningSince < check.Grace.Ticks)
        {
            return;
        }

        if (++replica.ProbeFailures >= check.FailureThreshold)
        {
            Tell(SchedulerEventKind.ReplicaUnhealthy, replica, failure);
            replica.StopFirst = true;
            OnEnded(replica, ExitReason.Failed, null, "unhealthy: " + failure);
        }
    }
}
