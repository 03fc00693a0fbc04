using System.Text.Json;

namespace Placement.Scheduling.Core;

/// <summary>What users and operators ask for. Every answer waits until what it promises is durable.</summary>
internal sealed partial class SchedulerCore
{
    public void Submit(CoreTime time, long request, ServiceSpec spec) => Answer(time, request, () =>
    {
        if (spec.Validate() is { Count: > 0 } faults)
        {
            return Invalid(faults);
        }

        if (_services.TryGetValue(spec.Name, out var known))
        {
            return known.Stopping ? Conflict($"service '{spec.Name}' is being stopped; submit it again when it is gone")
                : SameSpec(known.Wanted, spec) ? Accepted()
                : Conflict($"service '{spec.Name}' exists with another specification; update it instead");
        }

        var service = new ServiceEntry(spec.Name);
        service.Specify(1, spec);
        _services.Add(spec.Name, service);
        Write(service);
        Tell(SchedulerEventKind.ServiceSubmitted, spec.Name);
        Touch(service);
        return Accepted();
    });

    public void Scale(CoreTime time, long request, string name, int replicas) => Answer(time, request, () =>
    {
        if (Find(name, out var service) is { } refusal)
        {
            return refusal;
        }

        var spec = service.Wanted with { Replicas = replicas };
        if (spec.Validate() is { Count: > 0 } faults)
        {
            return Invalid(faults);
        }

        if (replicas != service.Wanted.Replicas)
        {
            SetInPlace(service, spec);
            Tell(SchedulerEventKind.ServiceScaled, name, detail: $"{replicas} replicas");
        }

        return Accepted();
    });

    public void Update(CoreTime time, long request, ServiceSpec spec) => Answer(time, request, () =>
    {
        if (spec.Validate() is { Count: > 0 } faults)
        {
            return Invalid(faults);
        }

        if (Find(spec.Name, out var service) is { } refusal)
        {
            return refusal;
        }

        if (SameSpec(service.Wanted, spec))
        {
            ResumeRollout(service);
            return Accepted();
        }

        if (SameSpec(Template(service.Wanted), Template(spec)))
        {
            SetInPlace(service, spec);
            Tell(SchedulerEventKind.ServiceScaled, spec.Name, detail: $"{spec.Replicas} replicas");
            return Accepted();
        }

        service.TargetRevision = ++service.LastRevision;
        service.Specify(service.TargetRevision, spec);
        service.Rollout = RolloutState.InProgress;
        service.RolloutFailures = 0;
        service.DomainsStale = true;
        service.Prune();
        Write(service);
        Tell(SchedulerEventKind.ServiceUpdated, spec.Name, detail: $"revision {service.TargetRevision}");
        Touch(service);
        return Accepted();
    });

    public void Stop(CoreTime time, long request, string name) => Answer(time, request, () =>
    {
        if (!_services.TryGetValue(name, out var service))
        {
            return NotFound("service", name);
        }

        if (!service.Stopping)
        {
            service.Stopping = true;
            Write(service);
            Tell(SchedulerEventKind.ServiceStopping, name);
            Touch(service);
        }

        return Accepted();
    });

    public void Cordon(CoreTime time, long request, string nodeId) => Answer(time, request, () => SetNode(nodeId, SchedulerEventKind.NodeCordoned, cordoned: true, draining: null));

    public void Drain(CoreTime time, long request, string nodeId) => Answer(time, request, () => SetNode(nodeId, SchedulerEventKind.NodeDraining, cordoned: true, draining: true));

    public void Uncordon(CoreTime time, long request, string nodeId) => Answer(time, request, () => SetNode(nodeId, SchedulerEventKind.NodeUncordoned, cordoned: false, draining: false));

    public void Pause(CoreTime time, long request, bool paused) => Answer(time, request, () =>
    {
        if (_paused != paused)
        {
            _paused = paused;
            WriteFleet();
            Tell(paused ? SchedulerEventKind.Paused : SchedulerEventKind.Resumed);
            foreach (var service in ServicesByName())
            {
                Touch(service);
            }

            _retryPending |= !paused;
        }

        return Accepted();
    });

    private RequestOutcome SetNode(string nodeId, SchedulerEventKind kind, bool cordoned, bool? draining)
    {
        if (!_nodes.TryGetValue(nodeId, out var node))
        {
            return NotFound("node", nodeId);
        }

        var drains = draining ?? node.Draining;
        if (node.Cordoned != cordoned || node.Draining != drains)
        {
            node.Cordoned = cordoned;
            node.Draining = drains;
            Write(node);
            Tell(kind, node: nodeId);
            OpenOrClose(node);
            foreach (var replica in node.Replicas.Values)
            {
                replica.Service.DomainsStale = true;
                Touch(replica.Service);
            }
        }

        return Accepted();
    }

    /// <summary>Changes how many replicas are wanted or how they are replaced: no reason to replace any.</summary>
    private void SetInPlace(ServiceEntry service, ServiceSpec spec)
    {
        service.Specify(service.TargetRevision, spec);
        service.DomainsStale = true;
        Write(service);
        Touch(service);
    }

    /// <summary>What was rolled back, or stopped where it was, is asked for again: it counts as complete once it runs in full, and may fail as often as any.</summary>
    private void ResumeRollout(ServiceEntry service)
    {
        if (service.Rollout is RolloutState.RolledBack or RolloutState.Failed)
        {
            service.Rollout = RolloutState.InProgress;
            service.RolloutFailures = 0;
            Write(service);
            Touch(service);
        }
    }

    private void Answer(CoreTime time, long request, Func<RequestOutcome> decide, bool yields = true)
    {
        if (!Begin(time))
        {
            _ready.Add(new Reply(request, new RequestOutcome { Status = RequestStatus.NotLeader, Reason = "this scheduler does not lead" }));
            return;
        }

        if (yields)
        {
            Yield();
        }

        var outcome = decide();
        var sequence = _sequence;
        End();
        Act(new Reply(request, outcome with { Sequence = sequence }));
    }

    private RequestOutcome? Find(string name, out ServiceEntry service)
    {
        if (!_services.TryGetValue(name, out service!))
        {
            return NotFound("service", name);
        }

        return service.Stopping ? Conflict($"service '{name}' is being stopped") : null;
    }

    private static ServiceSpec Template(ServiceSpec spec) => spec with { Replicas = 0, Rollout = new RolloutPolicy() };

    private static bool SameSpec(ServiceSpec left, ServiceSpec right) =>
        JsonSerializer.SerializeToUtf8Bytes(left, StateJson.Default.ServiceSpec).AsSpan()
            .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(right, StateJson.Default.ServiceSpec));

    private static RequestOutcome Accepted() => new() { Status = RequestStatus.Accepted };

    private static RequestOutcome Conflict(string reason) => new() { Status = RequestStatus.Conflict, Reason = reason };

    private static RequestOutcome NotFound(string what, string name) => new() { Status = RequestStatus.NotFound, Reason = $"there is no {what} '{name}'" };

    private static RequestOutcome Invalid(IReadOnlyList<SpecFault> faults) =>
        new() { Status = RequestStatus.Invalid, Reason = string.Join("; ", faults), Faults = faults };

    private IEnumerable<ServiceEntry> ServicesByName() => _services.Values.OrderBy(s => s.Name, StringComparer.Ordinal);
}
