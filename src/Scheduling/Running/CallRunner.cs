using Placement.Scheduling.Core;
using Placement.Scheduling.Optimising;

namespace Placement.Scheduling.Running;

/// <summary>Carries out the core's calls, many at once, each with a time limit and only under a valid lease; tells the core what came of them.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Calls may outlive the term; a semaphore without a wait handle holds nothing to dispose.")]
internal sealed class CallRunner(SchedulerOptions options, SchedulerParts parts, IReplicaProber prober, LeaseKeeper lease, Action<Action<CoreTime>> post)
{
    private readonly SemaphoreSlim _free = new(options.MaxCalls);

    public void Run(CoreCall call, SchedulerCore core, CancellationToken cancellationToken) => _ = RunAsync(call, core, cancellationToken);

    private async Task RunAsync(CoreCall call, SchedulerCore core, CancellationToken cancellationToken)
    {
        await Task.Yield();
        switch (call)
        {
            case StartCall start:
                var started = await TryAsync(token => parts.Launcher.StartAsync(start.Request, token), options.CallTimeout, cancellationToken).ConfigureAwait(false);
                post(time => core.CallCompleted(time, call.CallId, started));
                break;
            case StopCall stop:
                var stopped = await TryAsync(token => parts.Launcher.StopAsync(stop.Request, token), options.CallTimeout + stop.Request.Grace, cancellationToken).ConfigureAwait(false);
                post(time => core.CallCompleted(time, call.CallId, stopped));
                break;
            case ListCall list:
                var found = await TryAsync(token => parts.Launcher.ListAsync(list.Request, token), options.CallTimeout, cancellationToken).ConfigureAwait(false);
                post(time => core.ListCompleted(time, call.CallId, found));
                break;
            case OptimiseCall optimise:
                var plan = await PlanAsync(optimise.Request, cancellationToken).ConfigureAwait(false);
                post(time => core.Optimised(time, call.CallId, plan));
                break;
            case ProbeCall probe:
                var failure = await ProbeAsync(probe.Request, cancellationToken).ConfigureAwait(false);
                post(time => core.ProbeCompleted(time, call.CallId, failure));
                break;
        }
    }

    private async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan limit, CancellationToken cancellationToken)
        where T : class
    {
        var entered = false;
        try
        {
            await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
            entered = true;
            if (!lease.IsValid)
            {
                return null;
            }

            using var timed = new CancellationTokenSource(limit, parts.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timed.Token, cancellationToken);
            return await call(both.Token).WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Unknown: the core repeats the call or lists the node.
            return null;
        }
        finally
        {
            if (entered)
            {
                _free.Release();
            }
        }
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
