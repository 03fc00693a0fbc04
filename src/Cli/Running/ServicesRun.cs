using System.Text.Json;
using Placement.Cli.Output;
using Placement.Scheduling;
using Spectre.Console;

namespace Placement.Cli.Running;

/// <summary>One run of a scheduler on a services file: makes it so, then shows what happens until it is told to end.</summary>
internal sealed class ServicesRun(CliHost host, Scheduler scheduler, IStateStore store, bool json)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);
    private long _told;

    /// <summary>Whether events are printed; on a terminal a live table tells it all.</summary>
    private bool Tells => json || !host.ShowsProgress;

    /// <summary>Makes what runs be what the file says, and keeps it so until Ctrl-C, or until all runs if there is a limit.</summary>
    public Task<int> UpAsync(IReadOnlyList<ServiceSpec> services, TimeSpan? limit, CancellationToken token) => HostAsync(
        async stop =>
        {
            await ApplyAsync(services, stop).ConfigureAwait(false);
            if (limit is { } most)
            {
                return await SettleAsync(services, most, stop).ConfigureAwait(false);
            }

            if (!Tells)
            {
                await ShowAsync(stop).ConfigureAwait(false);
            }

            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(false);
            return ExitCode.Done;
        },
        token);

    /// <summary>Stops every service that the state knows.</summary>
    public Task<int> DownAsync(CancellationToken token) => HostAsync(
        async stop =>
        {
            while (await SnapshotAsync(stop).ConfigureAwait(false) is { Services.Count: > 0 } fleet)
            {
                foreach (var service in fleet.Services.Where(s => !s.Stopping))
                {
                    await AskAsync(() => scheduler.StopAsync(service.Spec.Name, stop), stop).ConfigureAwait(false);
                }

                await Task.Delay(Glance, host.Time, stop).ConfigureAwait(false);
            }

            return ExitCode.Done;
        },
        token);

    private async Task<int> HostAsync(Func<CancellationToken, Task<int>> act, CancellationToken token)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(token);
        var history = (await store.LoadAsync(token).ConfigureAwait(false)).LastSequence;
        var running = scheduler.RunAsync(ending.Token);
        var telling = TellAsync(history, ending.Token);
        try
        {
            return await act(ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Ctrl-C is how a run ends.
            host.Error.WriteLine("The scheduler ended; the services run on. The same command with the same --state takes them up again, --down stops them.");
            return ExitCode.Done;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Submits what is new, updates what differs, stops what the file no longer names.</summary>
    private async Task ApplyAsync(IReadOnlyList<ServiceSpec> services, CancellationToken stop)
    {
        var known = (await SnapshotAsync(stop).ConfigureAwait(false)).Services;
        foreach (var gone in known.Where(k => !k.Stopping && services.All(s => s.Name != k.Spec.Name)))
        {
            await AskAsync(() => scheduler.StopAsync(gone.Spec.Name, stop), stop).ConfigureAwait(false);
        }

        foreach (var spec in services)
        {
            while (true)
            {
                var exists = (await SnapshotAsync(stop).ConfigureAwait(false)).Services.FirstOrDefault(s => s.Spec.Name == spec.Name);
                if (exists is not { Stopping: true })
                {
                    await AskAsync(() => exists is null ? scheduler.SubmitAsync(spec, stop) : scheduler.UpdateAsync(spec, stop), stop).ConfigureAwait(false);
                    break;
                }

                await Task.Delay(Glance, host.Time, stop).ConfigureAwait(false); // an earlier service of that name is on its way out
            }
        }
    }

    private async Task<int> SettleAsync(IReadOnlyList<ServiceSpec> services, TimeSpan limit, CancellationToken stop)
    {
        var began = host.Time.GetTimestamp();
        while (true)
        {
            var fleet = await SnapshotAsync(stop).ConfigureAwait(false);
            var missing = services.Where(s => !Settled(fleet, s)).ToList();
            if (missing.Count == 0)
            {
                await ConcludeAsync(fleet, stop).ConfigureAwait(false);
                return ExitCode.Done;
            }

            if (missing.TrueForAll(s => FleetText.Broken(fleet, s.Name) is not null) || host.Time.GetElapsedTime(began) >= limit)
            {
                await ConcludeAsync(fleet, stop).ConfigureAwait(false);
                foreach (var service in missing)
                {
                    host.Error.WriteLine($"error: service '{service.Name}' {FleetText.Broken(fleet, service.Name) ?? $"does not run in full after {limit}"}. {FleetText.Why(fleet, service.Name)}");
                }

                foreach (var silent in fleet.SilentNodes)
                {
                    host.Error.WriteLine($"error: {FleetText.Silence(silent)}");
                }

                return ExitCode.Failure;
            }

            await Task.Delay(Glance, host.Time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Tells every event up to the end, and then how things are.</summary>
    private async Task ConcludeAsync(FleetSnapshot fleet, CancellationToken stop)
    {
        while (Tells && Volatile.Read(ref _told) < fleet.Sequence)
        {
            await Task.Delay(Glance, host.Time, stop).ConfigureAwait(false);
        }

        if (!json)
        {
            host.Out.WriteLine(FleetText.Render(fleet, host.Width));
        }
    }

    private static bool Settled(FleetSnapshot fleet, ServiceSpec spec)
    {
        var ended = fleet.Replicas.Count(r => r.Service == spec.Name && r.Phase == ReplicaPhase.Completed);
        return fleet.Services.FirstOrDefault(s => s.Spec.Name == spec.Name) is { Rollout: RolloutState.Complete } status && status.Available + ended >= spec.Replicas;
    }

    /// <summary>A table that is drawn anew while it is on the screen.</summary>
    private async Task ShowAsync(CancellationToken stop) =>
        await AnsiConsole.Live(new Text("")).AutoClear(true).StartAsync(async screen =>
        {
            while (!stop.IsCancellationRequested)
            {
                screen.UpdateTarget(new Text(FleetText.Render(await SnapshotAsync(stop).ConfigureAwait(false), host.Width)));
                await Task.Delay(Refresh, host.Time, stop).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);

    private async Task TellAsync(long after, CancellationToken stop)
    {
        Volatile.Write(ref _told, after);
        if (!Tells)
        {
            return;
        }

        await foreach (var happened in scheduler.WatchAsync(after, stop).ConfigureAwait(false))
        {
            await host.Out.WriteLineAsync(json ? JsonSerializer.Serialize(happened, EventJson.Default.SchedulerEvent) : FleetText.Line(happened)).ConfigureAwait(false);
            Volatile.Write(ref _told, happened.Sequence);
        }
    }

    private async Task<FleetSnapshot> SnapshotAsync(CancellationToken stop)
    {
        var told = false;
        while (true)
        {
            if (await scheduler.SnapshotAsync(stop).ConfigureAwait(false) is { } fleet)
            {
                return fleet;
            }

            if (!told && scheduler.LastFault is { } fault)
            {
                told = true;
                host.Error.WriteLine(fault);
            }

            await Task.Delay(Glance, host.Time, stop).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(Func<Task<RequestOutcome>> ask, CancellationToken stop)
    {
        while (true)
        {
            var outcome = await ask().ConfigureAwait(false);
            if (outcome.IsAccepted)
            {
                return;
            }

            if (outcome.Status != RequestStatus.NotLeader)
            {
                throw new UsageException(outcome.Reason);
            }

            await Task.Delay(Glance, host.Time, stop).ConfigureAwait(false);
        }
    }
}
