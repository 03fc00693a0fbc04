namespace Placement.Testing;

/// <summary>A clock that moves only when told to, and then fires timers in the order in which they are due.</summary>
/// <remarks>Thread-safe; timers fire on the thread that advances the clock. The wall clock can jump without any time passing, as real ones do.</remarks>
/// <param name="start">The wall time at the start.</param>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<(VirtualTimer Timer, long Round), (long Due, long Order)> _timers = new();
    private long _now;
    private long _wallOffset;
    private long _order;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Gets the time that passed since the start.</summary>
    public TimeSpan Elapsed => new(Volatile.Read(ref _now));

    /// <inheritdoc />
    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => start.AddTicks(Volatile.Read(ref _now) + Volatile.Read(ref _wallOffset));

    /// <summary>Moves on, firing every timer on the way at its own time.</summary>
    /// <param name="time">How far; 0 or more.</param>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var until = _now + time.Ticks;
        while (NextDue(until) is { } timer)
        {
            timer.Fire();
        }

        Volatile.Write(ref _now, until);
    }

    /// <summary>Sets the wall clock forward or back; no time passes.</summary>
    /// <param name="by">By how much.</param>
    public void JumpWallClock(TimeSpan by) => Interlocked.Add(ref _wallOffset, by.Ticks);

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private VirtualTimer? NextDue(long until)
    {
        lock (_lock)
        {
            while (_timers.TryPeek(out var next, out var at) && at.Due <= until)
            {
                _timers.Dequeue();
                if (next.Timer.Round == next.Round)
                {
                    _now = Math.Max(_now, at.Due);
                    Enter(next.Timer, next.Timer.Period);
                    return next.Timer;
                }
            }

            return null;
        }
    }

    private void Enter(VirtualTimer timer, TimeSpan due)
    {
        timer.Round++;
        if (due >= TimeSpan.Zero)
        {
            _timers.Enqueue((timer, timer.Round), (_now + due.Ticks, ++_order));
        }
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public long Round { get; set; }

        public TimeSpan Period { get; private set; } = Timeout.InfiniteTimeSpan;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                Period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
                clock.Enter(this, dueTime);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
