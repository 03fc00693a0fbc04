namespace Placement.Scheduling.Core;

/// <summary>Write-ahead: what changed since the last batch, and the effects that wait for it.</summary>
internal sealed partial class SchedulerCore
{
    private readonly List<string> _changedKeys = [];
    private readonly Dictionary<string, object?> _changed = new(StringComparer.Ordinal);
    private readonly Queue<(long Batch, CoreEffect Effect)> _gated = new();
    private List<SchedulerEvent> _events = [];
    private List<CoreEffect> _ready = [];
    private StateBatch? _inFlight;
    private bool _appendHeld;
    private bool _appendOut;
    private bool _confirm;
    private long _lastTaken;
    private long _durable;
    private long _sequence;
    private long _nextSerial;
    private long _serialLimit;
    private int _writes;

    /// <summary>Gives the batch to append now: at most one at a time; null if there is none, one is under way, or a failed one must wait.</summary>
    public StateBatch? TakeBatch()
    {
        if (Fenced || _appendOut || _appendHeld)
        {
            return null;
        }

        if (_inFlight is null)
        {
            if (_changedKeys.Count == 0 && _events.Count == 0 && !_confirm)
            {
                return null;
            }

            _confirm = false;

            var records = new object?[_changedKeys.Count];
            for (var i = 0; i < records.Length; i++)
            {
                records[i] = Record(_changed[_changedKeys[i]]);
            }

            _inFlight = new StateBatch { Number = ++_lastTaken, Changes = new DeferredChanges([.. _changedKeys], records), Events = _events, KeepEventsFrom = Math.Max(1, _sequence - _options.EventsKept + 1) };
            _changedKeys.Clear();
            _changed.Clear();
            _events = [];
        }

        _appendOut = true;
        return _inFlight;
    }

    /// <summary>Tells what came of the batch under way.</summary>
    /// <param name="time">Now.</param>
    /// <param name="outcome">The store's answer; null if it is unknown, and the batch must be repeated.</param>
    public void AppendCompleted(CoreTime time, AppendOutcome? outcome)
    {
        if (!Begin(time))
        {
            return;
        }

        _appendOut = false;
        if (outcome is null)
        {
            _appendHeld = true;
            At(_now + (_options.RetryDelay.Ticks / 10), TimerKind.Append);
        }
        else if (outcome == AppendOutcome.Fenced && !_faults.HasFlag(CoreFaults.IgnoredFence))
        {
            LoseLead();
        }
        else
        {
            _durable = _inFlight!.Number;
            _inFlight = null;
            Release();
            End();
        }
    }

    /// <summary>Gives the effects that may be carried out now, in order.</summary>
    public IReadOnlyList<CoreEffect> TakeEffects()
    {
        if (_ready.Count == 0)
        {
            return [];
        }

        var ready = _ready;
        _ready = [];
        return ready;
    }

    /// <summary>Stops for good: nothing decided but not yet released will happen; whoever waits is told to ask the new leader.</summary>
    public void LoseLead()
    {
        if (Fenced)
        {
            return;
        }

        Fenced = true;
        _ready.RemoveAll(effect => effect is not Reply);
        foreach (var effect in _gated)
        {
            if (effect.Effect is Reply reply)
            {
                _ready.Add(new Reply(reply.RequestId, new RequestOutcome { Status = RequestStatus.NotLeader, Reason = "this scheduler lost the lead before the request was durable" }));
            }
        }

        _gated.Clear();
    }

    private void Act(CoreEffect effect)
    {
        // An answer that changes nothing still rests on what this core believes: an append, empty if need be, proves that it leads.
        _confirm |= effect is Reply && !_faults.HasFlag(CoreFaults.UnconfirmedAnswer);
        var needed = _changedKeys.Count > 0 || _events.Count > 0 || _confirm ? _lastTaken + 1 : _lastTaken;
        if (needed <= _durable && _gated.Count == 0)
        {
            _ready.Add(effect);
        }
        else
        {
            _gated.Enqueue((needed, effect));
        }
    }

    private void Release()
    {
        while (_gated.TryPeek(out var waiting) && waiting.Batch <= _durable)
        {
            _gated.Dequeue();
            if (waiting.Effect is StartCall start && StillWanted(start) is { } changed)
            {
                // Decided otherwise in the meantime, and never asked for: as if the start had not been decided.
                _calls.Remove(start.CallId);
                changed.Call = 0;
                Advance(changed);
                continue;
            }

            _ready.Add(waiting.Effect);
        }
    }

    /// <summary>Gives the replica of a start that is no longer wanted; null if it is.</summary>
    private ReplicaEntry? StillWanted(StartCall start) =>
        _calls.TryGetValue(start.CallId, out var target) && target is ReplicaEntry replica
        && (replica.Removed || replica.Phase != ReplicaPhase.Starting || replica.Attempt != start.Request.Identity.Attempt)
            ? replica
            : null;

    private void Write(ServiceEntry service) => Change("service/" + service.Name, service);

    private void Write(ReplicaEntry replica)
    {
        if (_faults.HasFlag(CoreFaults.ForgottenWrite) && replica.Attempt == 1 && ++_writes % 3 == 0)
        {
            return;
        }

        replica.Written = true;
        Change("replica/" + replica.Id, replica);
    }

    private void Write(NodeEntry node) => Change("node/" + node.Id, node.HasRecord ? node : null);

    private void WriteFleet() => Change("fleet", new FleetRecord { SerialLimit = _serialLimit, Paused = _paused });

    private void Delete(ServiceEntry service) => Change("service/" + service.Name, null);

    private void Delete(ReplicaEntry replica)
    {
        if (replica.Written)
        {
            Change("replica/" + replica.Id, null);
        }
    }

    private void Change(string key, object? value)
    {
        if (!_changed.ContainsKey(key))
        {
            _changedKeys.Add(key);
        }

        _changed[key] = value;
    }

    private static object? Record(object? value) => value switch
    {
        ServiceEntry service => service.ToRecord(),
        ReplicaEntry replica => replica.ToRecord(),
        NodeEntry node => node.ToRecord(),
        _ => value,
    };

    /// <summary>Told of every event with the core's time, before it is durable.</summary>
    public Action<SchedulerEvent, long>? Told { get; set; }

    private void Tell(SchedulerEventKind kind, string? service = null, string? replica = null, string? node = null, string? detail = null)
    {
        var item = new SchedulerEvent { Sequence = ++_sequence, At = _utc, Kind = kind, Service = service, ReplicaId = replica, NodeId = node, Detail = detail };
        _events.Add(item);
        Told?.Invoke(item, _now);
    }

    private void Tell(SchedulerEventKind kind, ReplicaEntry replica, string? detail = null) =>
        Tell(kind, replica.Service.Name, replica.Id, replica.Node?.Id, detail);

    /// <summary>Gives a serial that was never used; blocks of a thousand are reserved durably ahead.</summary>
    private long NewSerial()
    {
        if (_nextSerial >= _serialLimit)
        {
            _serialLimit = _nextSerial + 1000;
            WriteFleet();
        }

        return _nextSerial++;
    }
}
