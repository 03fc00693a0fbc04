using System.Threading.Channels;
using Placement.Scheduling.Core;
using Placement.Scheduling.Probing;

namespace Placement.Scheduling.Running;

/// <summary>One term of leadership: feeds the core with what happens, one thing at a time, and carries out what it asks for.</summary>
internal sealed class LeaderLoop
{
    private const int StepsPerTurn = 128;
    private readonly SchedulerOptions _options;
    private readonly SchedulerParts _parts;
    private readonly LeaseKeeper _lease;
    private readonly Action<string?> _report;
    private readonly CallRunner _calls;
    private readonly long _start;
    private readonly Channel<Action<CoreTime>> _inbox = Channel.CreateUnbounded<Action<CoreTime>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<long, TaskCompletionSource<RequestOutcome>> _requests = [];
    private readonly SchedulerCore _core;
    private volatile TaskCompletionSource _moreEvents = NewSignal();
    private long _request;
    private ITimer? _timer;

    public LeaderLoop(SchedulerOptions options, SchedulerParts parts, StateLease lease, long leaseAsked, StoredState stored, Action<string?> report)
    {
        _options = options;
        _parts = parts;
        _report = report;
        _start = parts.Time.GetTimestamp();
        _lease = new LeaseKeeper(options, parts, lease, leaseAsked);
        _core = new SchedulerCore(options, lease.Generation, stored, Now(), parts.Filters, parts.Scorers);
        _calls = new CallRunner(options, parts, parts.Prober ?? new NetworkProber(parts.Launcher as ICommandRunner), _lease, Post);
    }

    public static RequestOutcome NotLeading { get; } = new() { Status = RequestStatus.NotLeader, Reason = "this scheduler does not lead" };

    /// <summary>Whether the lead is over.</summary>
    public bool Ended { get; private set; }

    /// <summary>Ends when there are more durable events than when it was read.</summary>
    public Task MoreEvents => _moreEvents.Task;

    public async Task<RequestOutcome> AskAsync(Action<SchedulerCore, CoreTime, long> ask, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<RequestOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = _inbox.Writer.TryWrite(time =>
        {
            var request = ++_request;
            _requests.Add(request, answer);
            ask(_core, time, request);
        });
        return posted ? await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false) : NotLeading;
    }

    public async Task<T?> ReadAsync<T>(Func<SchedulerCore, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var answer = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = _inbox.Writer.TryWrite(_ =>
        {
            try
            {
                answer.SetResult(Ended ? null : read(_core));
            }
            catch (Exception fault)
            {
                answer.SetException(fault);
            }
        });
        return posted ? await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false) : null;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var term = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = _parts.Time.CreateTimer(_ => Post(_core.Tick), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer = timer;
        Task[] pumps = [PumpNodesAsync(term.Token), PumpNoticesAsync(term.Token), PumpUsageAsync(term.Token), KeepLeaseAsync(term.Token)];
        try
        {
            await StepAsync(term.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way to end a term.
        }
        finally
        {
            Ended = true;
            await term.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(pumps).ConfigureAwait(false);
            await EndAsync().ConfigureAwait(false);
        }
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        long? armed = null;
        while (!_core.Fenced)
        {
            for (var i = 0; i < StepsPerTurn && _inbox.Reader.TryRead(out var input); i++)
            {
                input(Now());
            }

            CarryOut(cancellationToken);
            if (_core.Fenced)
            {
                return;
            }

            if (_core.NextWake is { } wake && wake != armed)
            {
                armed = wake;
                var wait = Math.Max(0, wake - Now().Ticks);
                _timer!.Change(new TimeSpan(wait + TimeSpan.TicksPerMillisecond), Timeout.InfiniteTimeSpan);
            }

            if (_inbox.Reader.TryPeek(out _))
            {
                continue;
            }

            if (_core.NextWake <= Now().Ticks)
            {
                _core.Tick(Now());
                continue;
            }

            await _inbox.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void CarryOut(CancellationToken cancellationToken)
    {
        if (_core.TakeBatch() is { } batch)
        {
            _ = AppendAsync(batch, cancellationToken);
        }

        foreach (var effect in _core.TakeEffects())
        {
            if (effect is Reply reply)
            {
                if (_requests.Remove(reply.RequestId, out var answer))
                {
                    answer.TrySetResult(reply.Outcome);
                }
            }
            else
            {
                _calls.Run((CoreCall)effect, _core, cancellationToken);
            }
        }
    }

    private async Task AppendAsync(StateBatch batch, CancellationToken cancellationToken)
    {
        await Task.Yield();
        AppendOutcome? outcome = null;
        try
        {
            outcome = await _parts.Store.AppendAsync(_lease.Lease, batch, cancellationToken).ConfigureAwait(false);
            _report(null);
        }
        catch (Exception fault)
        {
            _report("append failed: " + fault.Message);
        }

        Post(time => _core.AppendCompleted(time, outcome));
        if (batch.Events.Count > 0 && outcome == AppendOutcome.Durable)
        {
            Interlocked.Exchange(ref _moreEvents, NewSignal()).SetResult();
        }
    }

    private async Task PumpNodesAsync(CancellationToken cancellationToken) =>
        await PumpAsync(
            () => _parts.Observer.ObserveAsync(cancellationToken),
            report => Post(time => _core.NodeReported(time, report)),
            "the node observer",
            cancellationToken).ConfigureAwait(false);

    private async Task PumpNoticesAsync(CancellationToken cancellationToken) =>
        await PumpAsync(
            () => _parts.Launcher.WatchAsync(_options.Owner, cancellationToken),
            notice => Post(time => _core.Noticed(time, notice)),
            "the launcher's stream",
            cancellationToken).ConfigureAwait(false);

    private async Task PumpUsageAsync(CancellationToken cancellationToken)
    {
        if (_parts.Usage is { } usage)
        {
            await PumpAsync(() => usage.MeasureAsync(cancellationToken), report => Post(time => _core.Measured(time, report)), "the usage source", cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PumpAsync<T>(Func<IAsyncEnumerable<T>> open, Action<T> post, string what, CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var item in open().ConfigureAwait(false))
                {
                    post(item);
                }
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                _report($"{what} failed: {fault.Message}");
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _parts.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            Post(_core.ListAll);
        }
    }

    private async Task KeepLeaseAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        await _lease.KeepAsync(cancellationToken).ConfigureAwait(false);
        if (!cancellationToken.IsCancellationRequested)
        {
            Post(_ => _core.LoseLead());
        }
    }

    private async Task EndAsync()
    {
        _inbox.Writer.TryComplete();
        while (_inbox.Reader.TryRead(out var input))
        {
            input(Now());
        }

        _core.LoseLead();
        CarryOut(CancellationToken.None);
        foreach (var request in _requests.Values)
        {
            request.TrySetResult(NotLeading);
        }

        _requests.Clear();
        _moreEvents.TrySetResult();
        await _lease.ReleaseAsync().ConfigureAwait(false);
    }

    private void Post(Action<CoreTime> input) => _inbox.Writer.TryWrite(input);

    private CoreTime Now() => new(_parts.Time.GetElapsedTime(_start).Ticks, _parts.Time.GetUtcNow());

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
