using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Placement.Testing;

namespace Placement.Scheduling.Tests.Hosting;

public sealed class HostedSchedulerTests
{
    private static readonly ServiceSpec Web = new() { Name = "web", Command = ["run"], CpuMillicores = 100, MemoryBytes = 1 << 20, Replicas = 3 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stopped_host_leaves_its_replicas_running_and_the_next_one_adopts_them()
    {
        var fleet = Fleet();
        var store = new MemoryStateStore(TimeProvider.System);
        using (var first = Host(fleet, store))
        {
            await first.StartAsync(Token);
            await RunsAsync(first, 3);
            await first.StopAsync(Token);
        }

        Assert.Equal(3, Running(fleet));
        using var second = Host(fleet, store);
        await second.StartAsync(Token);
        await RunsAsync(second, 3);
        Assert.Equal(3, fleet.Starts);
        Assert.Equal(2, (await second.Services.GetRequiredService<Scheduler>().SnapshotAsync(Token))!.Generation);
        await second.StopAsync(Token);
    }

    [Fact]
    public async Task Events_and_calls_are_measured_and_calls_are_traced_without_any_configuration()
    {
        var (events, calls, traces) = (new ConcurrentBag<string>(), new ConcurrentBag<string>(), new ConcurrentBag<string>());
        var fleet = Fleet();
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == "Placement.Scheduling") { listener.EnableMeasurementEvents(instrument); } } };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => events.Add($"{instrument.Name} {value} {Words(tags)}"));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => calls.Add($"{instrument.Name} {value >= 0} {Words(tags)}"));
        meters.Start();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Placement.Scheduling",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = a => traces.Add($"{a.OperationName} {a.GetTagItem("placement.node")} {a.GetTagItem("placement.replica")} {a.GetTagItem("placement.outcome")}"),
        };
        ActivitySource.AddActivityListener(activities);
        using var host = Host(fleet, new MemoryStateStore(TimeProvider.System));
        await host.StartAsync(Token);
        await RunsAsync(host, 3);
        await UntilAsync(() => events.Count(e => e.Contains("ReplicaRunning", StringComparison.Ordinal)) >= 3);
        await host.StopAsync(Token);

        Assert.Contains("placement.scheduler.events 1 kind=ServiceSubmitted", events);
        Assert.Contains("placement.launcher.duration True call=start outcome=Running", calls);
        Assert.Contains("placement.launcher.duration True call=list outcome=Listed", calls);
        Assert.Contains("placement.launcher.start n1 web.1 Running", traces);
    }

    [Fact]
    public async Task The_log_tells_every_event_once_and_the_bad_ones_as_warnings()
    {
        var log = new ListLogger();
        var fleet = Fleet();
        using var host = Host(fleet, new MemoryStateStore(TimeProvider.System), services => services.AddSingleton<ILoggerProvider>(log));
        await host.StartAsync(Token);
        await RunsAsync(host, 3);
        Assert.True(await host.Services.GetRequiredService<Scheduler>().SubmitAsync(Web with { Name = "looping", Command = ["exit", "1"], Replicas = 1, Restart = new RestartPolicy { Delay = TimeSpan.FromMilliseconds(10), CrashLoopAfter = 2 } }, Token) is { IsAccepted: true });
        await UntilAsync(() => log.Lines.Any(l => l.Text.Contains("ReplicaCrashLooping", StringComparison.Ordinal)));
        await host.StopAsync(Token);

        Assert.Single(log.Lines, l => l.Text.Contains("ServiceSubmitted service web", StringComparison.Ordinal));
        Assert.All(log.Lines.Where(l => l.Text.Contains("ReplicaCrashLooping", StringComparison.Ordinal)), l => Assert.Equal(LogLevel.Warning, l.Level));
        Assert.Contains(log.Lines, l => l.Text == "The scheduler stopped; replicas keep running");
    }

    [Fact]
    public async Task The_health_check_says_who_leads_and_what_is_wrong()
    {
        var store = new BrokenStore(new MemoryStateStore(TimeProvider.System));
        using var host = Host(Fleet(), store);
        var health = host.Services.GetRequiredService<HealthCheckService>();
        await host.StartAsync(Token);
        await RunsAsync(host, 3);
        var entry = (await health.CheckHealthAsync(Token)).Entries["placement"];
        Assert.Equal((HealthStatus.Healthy, "leads"), (entry.Status, entry.Description));

        store.Broken = true;
        var asked = host.Services.GetRequiredService<Scheduler>().ScaleAsync("web", 4, Token);
        await UntilAsync(() => health.CheckHealthAsync(Token).GetAwaiter().GetResult().Status == HealthStatus.Degraded);
        Assert.Contains("the disk is full", (await health.CheckHealthAsync(Token)).Entries["placement"].Description, StringComparison.Ordinal);

        store.Broken = false;
        Assert.True((await asked).IsAccepted); // nothing was lost on the way
        await UntilAsync(() => health.CheckHealthAsync(Token).GetAwaiter().GetResult().Status == HealthStatus.Healthy);
        await host.StopAsync(Token);
    }

    [Fact]
    public void What_is_missing_from_the_host_is_named_when_it_is_built()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddPlacementScheduler();
        using var host = builder.Build();

        var fault = Assert.Throws<InvalidOperationException>(() => { _ = host.Services.GetRequiredService<Scheduler>(); });
        Assert.Contains(nameof(IStateStore), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_where_they_are_written()
    {
        Assert.Throws<ArgumentException>(() => new SchedulerOptions { Owner = "Not a label" });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerOptions { NodeTimeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerOptions { ResyncInterval = TimeSpan.FromDays(2) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerOptions { CallTimeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerOptions { RetryDelay = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerOptions { RefusalCooldown = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerOptions { LeaseDuration = TimeSpan.FromMilliseconds(1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerOptions { MaxCalls = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerOptions { EventsKept = 1 });
    }

    private static FakeFleet Fleet()
    {
        var fleet = new FakeFleet();
        fleet.AddNode(new NodeReport { NodeId = "n1", CpuMillicores = 4000, MemoryBytes = 1L << 30 });
        return fleet;
    }

    private static IHost Host(FakeFleet fleet, IStateStore store, Action<IServiceCollection>? more = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var launcher = new FakeLauncher(fleet);
        builder.Services.AddSingleton<IWorkloadLauncher>(launcher).AddSingleton<INodeObserver>(launcher).AddSingleton(store);
        builder.Services.AddPlacementScheduler(new SchedulerOptions { RetryDelay = TimeSpan.FromMilliseconds(50) });
        more?.Invoke(builder.Services);
        return builder.Build();
    }

    private static async Task RunsAsync(IHost host, int replicas)
    {
        var scheduler = host.Services.GetRequiredService<Scheduler>();
        while ((await scheduler.SubmitAsync(Web, Token)).Status == RequestStatus.NotLeader)
        {
            await Task.Delay(10, Token);
        }

        while ((await scheduler.SnapshotAsync(Token))!.Replicas.Count(r => r.Phase == ReplicaPhase.Running) != replicas)
        {
            await Task.Delay(10, Token);
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10, Token);
        }
    }

    private static int Running(FakeFleet fleet) => fleet.Nodes.Sum(n => n.Containers.Values.Count(c => c.State == ReplicaState.Running));

    private static string Words(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"));
}
