using System.Diagnostics;
using Docker.DotNet.Models;
using Microsoft.Extensions.DependencyInjection;
using Placement.Scheduling;
using Placement.Sizing;
using Placement.Telemetry.Quality;
using Placement.Testing;
using RestartPolicy = Placement.Scheduling.RestartPolicy;
using ServiceSpec = Placement.Scheduling.ServiceSpec;

namespace Placement.Docker.Tests;

/// <summary>The whole scheduler on three real engines: what was asked for runs, whatever is killed.</summary>
[Collection("engines")]
public sealed class FleetTests(EngineFleet engines) : IClassFixture<EngineFleet>
{
    private static readonly SchedulerOptions Options = new()
    {
        Owner = "fleet",
        NodeTimeout = TimeSpan.FromSeconds(5),
        ResyncInterval = TimeSpan.FromSeconds(5),
        CallTimeout = TimeSpan.FromSeconds(20),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixty_containers_survive_kills_of_containers_and_of_an_engine()
    {
        Assert.SkipWhen(engines.Absent is not null, engines.Absent ?? "");
        using var fleet = engines.Connect(new DockerOptions { NetworkMode = "none", Pull = PullPolicy.Never, HeartbeatInterval = TimeSpan.FromSeconds(1) });
        var scheduler = new Scheduler(Options, new SchedulerParts { Store = new MemoryStateStore(TimeProvider.System), Launcher = new DockerLauncher(fleet), Observer = new DockerNodeObserver(fleet) });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = scheduler.RunAsync(ending.Token);
        var foreign = await ForeignAsync(2);

        await LeadsAsync(scheduler);
        foreach (var name in new[] { "web", "db", "mail" })
        {
            var outcome = await scheduler.SubmitAsync(Spec(name, 20), Token);
            Assert.True(outcome.IsAccepted, outcome.Reason);
        }

        await SettledAsync(scheduler, 60, TimeSpan.FromMinutes(3));
        await ExactlyAsync(60, 1, 2, 3);

        // Twenty die at once; the scheduler hears of it and starts each again.
        var random = new Random(1);
        var victims = (await RunningAsync(1, 2, 3)).OrderBy(_ => random.Next()).Take(20).ToList();
        foreach (var (number, id) in victims)
        {
            using var client = engines.Client(number);
            await client.Containers.KillContainerAsync(id, new ContainerKillParameters(), Token);
        }

        await UntilAsync(async () => !(await RunningAsync(1, 2, 3)).Intersect(victims).Any() && (await RunningAsync(1, 2, 3)).Count == 60, TimeSpan.FromMinutes(2), "all twenty came back");

        // A node is lost with its work still running: the rest takes over within the node timeout and 5 s more.
        engines.Kill(3);
        var lost = Stopwatch.StartNew();
        await UntilAsync(async () => await scheduler.SnapshotAsync(Token) is { } s && s.Nodes.Any(n => !n.Alive), Options.NodeTimeout + TimeSpan.FromSeconds(5), "the node was called lost");
        await UntilAsync(async () => (await RunningAsync(1, 2)).Count == 60, TimeSpan.FromMinutes(2), "its replicas run elsewhere");
        TestContext.Current.TestOutputHelper?.WriteLine($"60 run on the other two after {lost.Elapsed.TotalSeconds:0.0} s");

        // When it returns, what ran on is stale and goes; nothing is doubled.
        await engines.RestartAsync(3);
        await UntilAsync(async () => await scheduler.SnapshotAsync(Token) is { } s && s.Nodes.All(n => n.Alive), TimeSpan.FromMinutes(1), "the node is back");
        await UntilAsync(async () => (await RunningAsync(1, 2, 3)).Count == 60, TimeSpan.FromMinutes(1), "stale containers are gone");

        Assert.True(await IsRunningAsync(2, foreign));
        foreach (var name in new[] { "web", "db", "mail" })
        {
            await scheduler.StopAsync(name, Token);
        }

        await UntilAsync(async () => (await RunningAsync(1, 2, 3)).Count == 0, TimeSpan.FromMinutes(2), "all stopped");
        Assert.True(await IsRunningAsync(2, foreign));
        await ending.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_replica_that_asks_for_too_much_finds_room_once_its_service_is_measured()
    {
        Assert.SkipWhen(engines.Absent is not null, engines.Absent ?? "");
        var services = new ServiceCollection()
            .AddSingleton<IStateStore>(new MemoryStateStore(TimeProvider.System))
            .AddDockerFleet([engines.Engine(1)], new DockerOptions { NetworkMode = "none", Pull = PullPolicy.Never })
            .AddDockerUsage(new DockerUsageOptions { Owner = "measured", Interval = TimeSpan.FromSeconds(1), Sizing = new SizingPolicy { WorstGrade = DataGrade.D } })
            .AddPlacementScheduler(new SchedulerOptions { Owner = "measured" });
        await using var host = services.BuildServiceProvider();
        var scheduler = host.GetRequiredService<Scheduler>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = scheduler.RunAsync(ending.Token);
        await LeadsAsync(scheduler);

        // One of the two fits by what they ask for: 5 of 8 GiB each. What they use is a few megabytes.
        var outcome = await scheduler.SubmitAsync(Spec("idle", 2) with { MemoryBytes = 5L << 30 }, Token);
        Assert.True(outcome.IsAccepted, outcome.Reason);
        await SettledAsync(scheduler, 2, TimeSpan.FromMinutes(2));
        var events = new List<SchedulerEventKind>();
        await foreach (var told in scheduler.WatchAsync(0, Token))
        {
            events.Add(told.Kind);
            if (events.Count(kind => kind == SchedulerEventKind.ReplicaRunning) == 2)
            {
                break;
            }
        }

        Assert.Contains(SchedulerEventKind.ReplicaPending, events);
        await scheduler.StopAsync("idle", Token);
        await SettledAsync(scheduler, 0, TimeSpan.FromMinutes(1));
        await ending.CancelAsync();
        await running;
    }

    private static ServiceSpec Spec(string name, int replicas) => new()
    {
        Name = name,
        Image = EngineFleet.Image,
        CpuMillicores = 100,
        MemoryBytes = 16 << 20,
        Replicas = replicas,
        StopGrace = TimeSpan.Zero,
        Restart = new RestartPolicy { Delay = TimeSpan.FromMilliseconds(500) },
    };

    private static Task LeadsAsync(Scheduler scheduler) => UntilAsync(() => Task.FromResult(scheduler.IsLeading), TimeSpan.FromSeconds(30), "the scheduler leads");

    private static Task SettledAsync(Scheduler scheduler, int replicas, TimeSpan limit) =>
        UntilAsync(async () => await scheduler.SnapshotAsync(Token) is { } s && s.Replicas.Count(r => r.Phase == ReplicaPhase.Running) == replicas, limit, $"{replicas} replicas run");

    private static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan limit, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < limit, $"Not within {limit.TotalSeconds:0} s: {what}.");
            await Task.Delay(100, Token);
        }
    }

    private async Task ExactlyAsync(int count, params int[] numbers) => Assert.Equal(count, (await RunningAsync(numbers)).Count);

    /// <summary>What really runs of ours, by the engines' own word: one entry a container, so a doubled replica shows.</summary>
    private async Task<List<(int Engine, string Id)>> RunningAsync(params int[] numbers)
    {
        var found = new List<(int, string)>();
        foreach (var number in numbers)
        {
            using var client = engines.Client(number);
            var filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [$"{OwnershipLabels.Owner}={Options.Owner}"] = true } };
            found.AddRange((await client.Containers.ListContainersAsync(new ContainersListParameters { Filters = filters }, Token)).Select(c => (number, c.ID)));
        }

        return found;
    }

    private async Task<string> ForeignAsync(int number)
    {
        using var client = engines.Client(number);
        var container = await client.Containers.CreateContainerAsync(new CreateContainerParameters { Image = EngineFleet.Image, HostConfig = new HostConfig { NetworkMode = "none" } }, Token);
        await client.Containers.StartContainerAsync(container.ID, new ContainerStartParameters(), Token);
        return container.ID;
    }

    private async Task<bool> IsRunningAsync(int number, string id)
    {
        using var client = engines.Client(number);
        return (await client.Containers.InspectContainerAsync(id, Token)).State!.Running;
    }
}
