using Placement.Scheduling.Deciding;

namespace Placement.Scheduling.Core;

/// <summary>The scheduler as a deterministic state machine: told what happened and when, it decides, has its decisions written, and only then asks the world to act.</summary>
/// <remarks>
/// <para>Single-threaded and without I/O. A host tells it everything through the methods that take a <see cref="CoreTime"/>, then carries out what
/// <see cref="TakeBatch"/> and <see cref="TakeEffects"/> give, and calls <see cref="Tick"/> at <see cref="NextWake"/>.</para>
/// <para>Write-ahead: an effect waits until the batch with the decisions that led to it is durable. After a fenced append nothing leaves the core any more.</para>
/// </remarks>
internal sealed partial class SchedulerCore
{
    private readonly SchedulerOptions _options;
    private readonly CoreFaults _faults;
    private readonly FleetIndex _index;
    private readonly Dictionary<string, ServiceEntry> _services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReplicaEntry> _replicas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeEntry> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<long, object> _calls = [];
    private readonly Queue<ServiceEntry> _dirty = new();
    private readonly PriorityQueue<CoreTimer, (long Due, long Order)> _timers = new();
    private long _timerOrder;
    private long _callId;
    private long _step;
    private long _now;
    private DateTimeOffset _utc;
    private bool _paused;

    public long Generation { get; }

    /// <summary>Whether the core has lost its lead; it then does nothing any more.</summary>
    public bool Fenced { get; private set; }

    public bool Paused => _paused;

    /// <summary>The time of the next timer, in ticks; null if nothing waits.</summary>
    public long? NextWake
    {
        get
        {
            if (Fenced)
            {
                return null;
            }

            return _timers.TryPeek(out _, out var due) ? due.Due : null;
        }
    }

    /// <summary>Lets due timers act; every other input does so first, too.</summary>
    public void Tick(CoreTime time)
    {
        if (Begin(time))
        {
            End();
        }
    }

    /// <summary>Starts a step: takes over the time and lets due timers act. False if the lead is lost.</summary>
    private bool Begin(CoreTime time)
    {
        if (Fenced)
        {
            return false;
        }

        _step++;
        NoticeBlindness(time.Ticks);
        _now = Math.Max(_now, time.Ticks);
        _utc = time.Utc;
        while (_timers.TryPeek(out var timer, out var due) && due.Due <= _now)
        {
            _timers.Dequeue();
            Fire(timer);
            Settle();
        }

        return true;
    }

    /// <summary>Ends a step: brings every service touched to its next decision.</summary>
    private void End() => Settle();

    private void Settle()
    {
        while (_dirty.Count > 0 || PlacementDue || _movesDue)
        {
            while (_dirty.TryDequeue(out var service))
            {
                service.Dirty = false;
                Reconcile(service);
            }

            PlacePending();
            if (_movesDue && _dirty.Count == 0)
            {
                MoveOn();
            }
        }
    }

    private void Touch(ServiceEntry service)
    {
        if (!service.Dirty)
        {
            service.Dirty = true;
            _dirty.Enqueue(service);
        }
    }

    private void At(long due, TimerKind kind, object? target = null, long stamp = 0) =>
        _timers.Enqueue(new CoreTimer(kind, target, stamp), (due, ++_timerOrder));

    private void Fire(CoreTimer timer)
    {
        switch (timer.Kind)
        {
            case TimerKind.NodeDeadline:
                OnNodeDeadline((NodeEntry)timer.Target!);
                break;
            case TimerKind.List:
                OnListDue((NodeEntry)timer.Target!, timer.Stamp);
                break;
            case TimerKind.Backoff when timer.Target is ReplicaEntry { Removed: false, Phase: ReplicaPhase.BackingOff } replica && replica.Attempt == timer.Stamp:
                Advance(replica);
                break;
            case TimerKind.Retry when timer.Target is ReplicaEntry { Removed: false } replica:
                Advance(replica);
                break;
            case TimerKind.Retry when timer.Target is StaleReplica stale:
                Advance(stale);
                break;
            case TimerKind.Probe when timer.Target is ReplicaEntry { Removed: false, Phase: ReplicaPhase.Running } replica && replica.Attempt == timer.Stamp:
                Probe(replica);
                break;
            case TimerKind.Service when timer.Target is ServiceEntry service:
                Touch(service);
                break;
            case TimerKind.Mend when timer.Target is ServiceEntry service:
                service.MendDue = false;
                Touch(service);
                break;
            case TimerKind.RetryPending:
                _retryPending = true;
                break;
            case TimerKind.Optimise:
                OnOptimiseDue();
                break;
            case TimerKind.Append:
                _appendHeld = false;
                break;
        }
    }

    private long NextCall(object target)
    {
        _calls.Add(++_callId, target);
        return _callId;
    }

    private enum TimerKind
    {
        NodeDeadline,
        List,
        Backoff,
        Retry,
        Probe,
        Service,
        Mend,
        RetryPending,
        Append,
        Optimise,
    }

    private readonly record struct CoreTimer(TimerKind Kind, object? Target, long Stamp);
}
