using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Placement.Scheduling.Hosting;

/// <summary>Runs the scheduler for the life of the host and tells the log and the meter what happens.</summary>
internal sealed class SchedulerHostedService(Scheduler scheduler, IStateStore store, SchedulerMeter meter, TimeProvider time, ILogger<Scheduler> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What happened before this host began is history, not news: the mark is set before the scheduler can add to it.
        var seen = await LastSequenceAsync(stoppingToken).ConfigureAwait(false);
        await Task.WhenAll(RunAsync(stoppingToken), FollowAsync(seen, stoppingToken)).ConfigureAwait(false);
    }

    /// <summary>The sequence of the last event in the store; null if the store does not answer yet.</summary>
    private async Task<long?> LastSequenceAsync(CancellationToken stoppingToken)
    {
        try
        {
            return (await store.LoadAsync(stoppingToken).ConfigureAwait(false)).LastSequence;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            SchedulingLog.WatchBroken(logger, fault.Message);
            return null;
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        SchedulingLog.Starting(logger);
        await scheduler.RunAsync(stoppingToken).ConfigureAwait(false);
        SchedulingLog.Stopped(logger);
    }

    private async Task FollowAsync(long? last, CancellationToken stoppingToken)
    {
        var seen = last ?? -1;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                seen = seen >= 0 ? seen : (await store.LoadAsync(stoppingToken).ConfigureAwait(false)).LastSequence;
                await foreach (var happened in scheduler.WatchAsync(seen, stoppingToken).ConfigureAwait(false))
                {
                    seen = happened.Sequence;
                    meter.Count(happened);
                    var level = Level(happened.Kind);
                    if (logger.IsEnabled(level))
                    {
                        SchedulingLog.Event(logger, level, happened.Sequence, happened.Kind, happened.Service, happened.ReplicaId, happened.NodeId, happened.Detail);
                    }
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The store is away; the scheduler itself says so through its health, and the stream resumes where it was.
                SchedulingLog.WatchBroken(logger, fault.Message);
                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static LogLevel Level(SchedulerEventKind kind) => kind switch
    {
        SchedulerEventKind.NodeLost or SchedulerEventKind.NodeSilent or SchedulerEventKind.ReplicaLost or SchedulerEventKind.ReplicaCrashLooping or SchedulerEventKind.RolloutFailed
            or SchedulerEventKind.RolledBack or SchedulerEventKind.ReplicaUnhealthy or SchedulerEventKind.ReplicaRefused => LogLevel.Warning,
        _ => LogLevel.Information,
    };
}
