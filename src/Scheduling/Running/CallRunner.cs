using System.Threading.Channels;
using Placement.Scheduling.Core;
using Placement.Scheduling.Optimising;

namespace Placement.Scheduling.Running;

/// <summary>Carries out the core's calls, many at once, each with a time limit and only under a valid lease; tells the core what came of them.</summary>
/// <remarks>A bounded number of workers take the calls from one queue: a burst of ten thousand starts is ten thousand entries, not as many suspended tasks.</remarks>
internal sealed class CallRunner(SchedulerOptions options, SchedulerParts parts, IReplicaProber prober, LeaseKeeper lease, Action<Action<CoreTime>> post)
{
    private readonly Channel<CoreCall> _waiting = Channel.CreateUnbounded<CoreCall>();
    private int _workers;

    /// <summary>Takes a call to carry out; called from one thread at a time.</summary>
    public void Run(CoreCall call, SchedulerCore core, CancellationToken cancellationToken)
    {
        switch (call)
        {
            case OptimiseCall optimise:
                _ = OptimiseAsync(optimise, core, cancellationToken);
                break;
            case ProbeCall probe:
                _ = ProbeAsync(probe, core, cancellationToken);
                break;
            default:
                _waiting.Writer.TryWrite(call);
                if (_workers < options.MaxCalls)
                {
                    _workers++;
                    _ = WorkAsync(core, cancellationToken);
                }

                break;
        }
    }

    private async Task WorkAsync(SchedulerCore core, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var limit = new CallLimit(parts.Time, cancellationToken);
        try
        {
            await foreach (var call in _waiting.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await AskLauncherAsync(call, core, limit).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The term is over; what still waits belongs to the next leader.
        }
    }

    private async ValueTask AskLauncherAsync(CoreCall call, SchedulerCore core, CallLimit limit)
    {
        switch (call)
        {
            case StartCall start:
                var started = await TryAsync(static (launcher, start, token) => launcher.StartAsync(start, token), start.Request, limit, options.CallTimeout).ConfigureAwait(false);
                Complete(core, call.CallId, started);
                break;
            case StopCall stop:
                var stopped = await TryAsync(static (launcher, stop, token) => launcher.StopAsync(stop, token), stop.Request, limit, options.CallTimeout + stop.Request.Grace).ConfigureAwait(false);
                Complete(core, call.CallId, stopped);
                break;
            case ListCall list:
                var found = await TryAsync(static (launcher, list, token) => launcher.ListAsync(list, token), list.Request, limit, options.CallTimeout).ConfigureAwait(false);
                CompleteList(core, call.CallId, found);
                break;
        }
    }

    // Methods of their own, so that what a continuation captures is made once a call and only for its answer.
    private void Complete(SchedulerCore core, long call, LaunchOutcome? outcome) => post(time => core.CallCompleted(time, call, outcome));

    private void CompleteList(SchedulerCore core, long call, IReadOnlyList<ObservedReplica>? found) => post(time => core.ListCompleted(time, call, found));

    private async ValueTask<T?> TryAsync<TRequest, T>(Func<IWorkloadLauncher, TRequest, CancellationToken, Task<T>> call, TRequest request, CallLimit limit, TimeSpan atMost)
        where T : class
    {
        try
        {
            if (!lease.IsValid)
            {
                return null;
            }

            var token = limit.Start(atMost);
            var answer = call(parts.Launcher, request, token);
            return await (answer.IsCompleted ? answer : answer.WaitAsync(token)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Unknown: the core repeats the call or lists the node.
            return null;
        }
        finally
        {
            limit.Stop();
        }
    }

    private async Task OptimiseAsync(OptimiseCall call, SchedulerCore core, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(call.Request, cancellationToken).ConfigureAwait(false);
        post(time => core.Optimised(time, call.CallId, plan));
    }

    private async Task ProbeAsync(ProbeCall call, SchedulerCore core, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var failure = await ProbeAsync(call.Request, cancellationToken).ConfigureAwait(false);
        post(time => core.ProbeCompleted(time, call.CallId, failure));
    }

    /// <summary>Solves on a thread of its own at low priority, so that decisions and calls go on meanwhile.</summary>
    private async Task<PackingPlan?> PlanAsync(PackingRequest request, CancellationToken cancellationToken)
    {
        var planned = new TaskCompletionSource<PackingPlan?>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                planned.SetResult(FleetPacker.Plan(request, options.Optimiser ?? new OptimiserOptions(), cancellationToken));
            }
            catch (Exception)
            {
                planned.SetResult(null); // no plan this time; the next round tries again
            }
        })
        { IsBackground = true, Priority = ThreadPriority.BelowNormal, Name = "placement optimiser" }.Start();
        return await planned.Task.ConfigureAwait(false);
    }

    private async Task<string?> ProbeAsync(ProbeRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var timed = new CancellationTokenSource(request.Check.Timeout, parts.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timed.Token, cancellationToken);
            return await prober.ProbeAsync(request, both.Token).WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return "no answer in time";
        }
        catch (Exception fault)
        {
            return fault.Message;
        }
    }
}
