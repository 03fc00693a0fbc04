using Docker.DotNet.Models;
using Placement.Scheduling;
using ServiceSpec = Placement.Scheduling.ServiceSpec;

namespace Placement.Docker.Tests;

[Collection("engines")]
public sealed class DockerLauncherTests(EngineFleet engines) : IClassFixture<EngineFleet>
{
    private static int _serial;
    private readonly string _replica = $"web.{Interlocked.Increment(ref _serial)}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private LaunchRequest Request(int attempt = 1, long generation = 1, string owner = "test", int node = 1, long memory = 32 << 20, string? image = EngineFleet.Image, params string[] command) => new()
    {
        NodeId = $"node-{node}",
        Generation = generation,
        Identity = new ReplicaIdentity { Owner = owner, Service = "web", ReplicaId = _replica, Attempt = attempt, Revision = 1 },
        Spec = new ServiceSpec
        {
            Name = "web",
            Image = image,
            Command = command,
            CpuMillicores = 100,
            MemoryBytes = memory,
            StopGrace = TimeSpan.Zero,
            Environment = new Dictionary<string, string> { ["GREETING"] = "hello" },
        },
    };

    private StopRequest Stop(long generation = 1, string owner = "test", int node = 1) => new() { NodeId = $"node-{node}", Owner = owner, ReplicaId = _replica, Generation = generation, Grace = TimeSpan.Zero };

    private DockerFleet Fleet(DockerOptions? options = null)
    {
        Assert.SkipWhen(engines.Absent is not null, engines.Absent ?? "");
        return engines.Connect(options);
    }

    private async Task<ObservedReplica> EndedAsync(DockerLauncher launcher, string owner)
    {
        while (true)
        {
            var replica = (await launcher.ListAsync(new ListRequest { Owner = owner, NodeId = "node-1", Generation = 0 }, Token)).Single(r => r.Identity.ReplicaId == _replica);
            if (replica.State == ReplicaState.Exited)
            {
                return replica;
            }

            await Task.Delay(50, Token);
        }
    }

    [Fact]
    public async Task A_repeated_start_reports_the_running_container_instead_of_making_a_second()
    {
        using var fleet = Fleet();
        var launcher = new DockerLauncher(fleet);
        Assert.Equal(LaunchStatus.Running, (await launcher.StartAsync(Request(), Token)).Status);
        Assert.Equal(LaunchStatus.Running, (await launcher.StartAsync(Request(), Token)).Status);
        // Another process that adopts after a restart sees the same one.
        Assert.Equal(LaunchStatus.Running, (await new DockerLauncher(fleet).StartAsync(Request(), Token)).Status);

        Assert.Single(await launcher.ListAsync(new ListRequest { Owner = "test", NodeId = "node-1", Generation = 0 }, Token), r => r.Identity.ReplicaId == _replica);
        Assert.Equal(LaunchStatus.Stopped, (await launcher.StopAsync(Stop(), Token)).Status);
        Assert.DoesNotContain(await launcher.ListAsync(new ListRequest { Owner = "test", NodeId = "node-1", Generation = 0 }, Token), r => r.Identity.ReplicaId == _replica);
        Assert.Equal(LaunchStatus.Stopped, (await launcher.StopAsync(Stop(), Token)).Status);
    }

    [Fact]
    public async Task Limits_and_environment_reach_the_container()
    {
        using var fleet = Fleet();
        var launcher = new DockerLauncher(fleet);
        await launcher.StartAsync(Request(), Token);
        using var client = engines.Client(1);
        var container = await client.Containers.InspectContainerAsync($"test_{_replica}_1", Token);

        Assert.Equal(100_000_000, container.HostConfig!.NanoCPUs);
        Assert.Equal(32 << 20, container.HostConfig.Memory);
        Assert.Contains("GREETING=hello", container.Config!.Env!);
        await launcher.StopAsync(Stop(), Token);
    }

    [Theory]
    [InlineData("exit 0", 0, ExitReason.Completed)]
    [InlineData("exit 3", 3, ExitReason.Failed)]
    public async Task Exit_codes_and_reasons_are_told_apart(string script, int code, ExitReason reason)
    {
        using var fleet = Fleet();
        var launcher = new DockerLauncher(fleet);
        await launcher.StartAsync(Request(owner: "exits", command: ["/bin/sh", "-c", script]), Token);
        var ended = await EndedAsync(launcher, "exits");

        Assert.Equal((code, reason), (ended.ExitCode, ended.ExitReason));
        Assert.Equal(LaunchStatus.Exited, (await launcher.StartAsync(Request(owner: "exits", command: ["/bin/sh", "-c", script]), Token)).Status);
        await launcher.StopAsync(Stop(owner: "exits"), Token);
    }

    [Fact]
    public async Task A_kill_from_outside_is_a_reason_of_its_own()
    {
        using var fleet = Fleet();
        var launcher = new DockerLauncher(fleet);
        await launcher.StartAsync(Request(owner: "killed"), Token);
        using var client = engines.Client(1);
        await client.Containers.KillContainerAsync($"killed_{_replica}_1", new ContainerKillParameters(), Token);
        var ended = await EndedAsync(launcher, "killed");

        Assert.Equal((137, ExitReason.Killed), (ended.ExitCode, ended.ExitReason));
        await launcher.StopAsync(Stop(owner: "killed"), Token);
    }

    [Fact]
    public async Task Running_out_of_memory_is_a_reason_of_its_own()
    {
        using var fleet = Fleet();
        var launcher = new DockerLauncher(fleet);
        await launcher.StartAsync(Request(owner: "oom", memory: 16 << 20, command: ["/bin/sh", "-c", "exec dd if=/dev/zero of=/dev/null bs=64M"]), Token);

        Assert.Equal(ExitReason.OutOfMemory, (await EndedAsync(launcher, "oom")).ExitReason);
        await launcher.StopAsync(Stop(owner: "oom"), Token);
    }

    [Fact]
    public async Task Refusals_say_what_to_do_next_and_leave_nothing_behind()
    {
        using var fleet = Fleet();
        var launcher = new DockerLauncher(fleet);
        var command = await launcher.StartAsync(Request(owner: "refused", command: ["/bin/absent"]), Token);
        var image = await launcher.StartAsync(Request(owner: "refused", image: "placement/absent:1"), Token);
        var none = await launcher.StartAsync(Request(owner: "refused", image: null, command: ["/bin/true"]), Token);

        Assert.Equal((LaunchStatus.RefusedEverywhere, DockerCodes.CommandNotFound), (command.Status, command.Code));
        Assert.Equal((LaunchStatus.RefusedByNode, DockerCodes.ImageNotFound), (image.Status, image.Code));
        Assert.Equal((LaunchStatus.RefusedEverywhere, DockerCodes.NoImage), (none.Status, none.Code));
        Assert.Empty(await launcher.ListAsync(new ListRequest { Owner = "refused", NodeId = "node-1", Generation = 0 }, Token));
    }

    [Fact]
    public async Task A_newer_attempt_replaces_the_older_and_an_older_is_fenced()
    {
        using var fleet = Fleet();
        var launcher = new DockerLauncher(fleet);
        await launcher.StartAsync(Request(attempt: 1), Token);
        Assert.Equal(LaunchStatus.Running, (await launcher.StartAsync(Request(attempt: 2), Token)).Status);
        Assert.Equal(LaunchStatus.Fenced, (await launcher.StartAsync(Request(attempt: 1), Token)).Status);

        Assert.Equal(2, Assert.Single(await launcher.ListAsync(new ListRequest { Owner = "test", NodeId = "node-1", Generation = 0 }, Token), r => r.Identity.ReplicaId == _replica).Identity.Attempt);
        await launcher.StopAsync(Stop(), Token);
    }

    [Fact]
    public async Task A_replaced_leader_can_neither_start_nor_stop_whatever_process_it_is_in()
    {
        using var fleet = Fleet();
        await new DockerLauncher(fleet).StartAsync(Request(owner: "fence", generation: 7), Token);
        var old = new DockerLauncher(fleet); // knows nothing: the fence is the engine's

        Assert.Equal(LaunchStatus.Fenced, (await old.StopAsync(Stop(owner: "fence", generation: 6), Token)).Status);
        Assert.Equal(LaunchStatus.Fenced, (await old.StartAsync(Request(owner: "fence", attempt: 2, generation: 6), Token)).Status);
        Assert.Equal(LaunchStatus.Stopped, (await old.StopAsync(Stop(owner: "fence", generation: 8), Token)).Status);
        Assert.Equal(LaunchStatus.Fenced, (await old.StartAsync(Request(owner: "fence", attempt: 3, generation: 7), Token)).Status);
    }

    [Fact]
    public async Task Foreign_containers_are_not_listed_and_not_touched()
    {
        using var fleet = Fleet();
        using var client = engines.Client(1);
        var labels = new Dictionary<string, string> { [OwnershipLabels.Owner] = "test", [OwnershipLabels.Replica] = _replica }; // some of our marks, not all
        var foreign = await client.Containers.CreateContainerAsync(new CreateContainerParameters { Image = EngineFleet.Image, Labels = labels, HostConfig = new HostConfig { NetworkMode = "none" } }, Token);
        await client.Containers.StartContainerAsync(foreign.ID, new ContainerStartParameters(), Token);
        var launcher = new DockerLauncher(fleet);
        await launcher.StartAsync(Request(), Token);
        await launcher.StopAsync(Stop(), Token);

        Assert.DoesNotContain(await launcher.ListAsync(new ListRequest { Owner = "test", NodeId = "node-1", Generation = 0 }, Token), r => r.Identity.ReplicaId == _replica);
        Assert.True((await client.Containers.InspectContainerAsync(foreign.ID, Token)).State!.Running);
        await client.Containers.RemoveContainerAsync(foreign.ID, new ContainerRemoveParameters { Force = true }, Token);
    }

    [Fact]
    public async Task The_watch_tells_of_starts_ends_and_removals()
    {
        using var fleet = Fleet();
        var launcher = new DockerLauncher(fleet);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var seen = new List<ReplicaState>();
        var gaps = 0;
        var watch = Task.Run(async () =>
        {
            await foreach (var notice in launcher.WatchAsync("watch", watching.Token))
            {
                if (notice.Replica is null)
                {
                    if (++gaps == engines.Count)
                    {
                        await launcher.StartAsync(Request(owner: "watch", command: ["/bin/sh", "-c", "sleep 1; exit 5"]), Token);
                    }
                }
                else
                {
                    seen.Add(notice.Replica.State);
                    if (notice.Replica.State == ReplicaState.Exited)
                    {
                        Assert.Equal(5, notice.Replica.ExitCode);
                        await launcher.StopAsync(Stop(owner: "watch"), Token);
                    }

                    if (notice.Replica.State == ReplicaState.Gone)
                    {
                        return;
                    }
                }
            }
        }, Token);
        await watch;
        await watching.CancelAsync();

        Assert.Equal([ReplicaState.Running, ReplicaState.Exited, ReplicaState.Gone], seen.Distinct());
    }

    [Fact]
    public async Task A_command_runs_beside_the_replica_and_the_log_can_be_read()
    {
        using var fleet = Fleet();
        var launcher = new DockerLauncher(fleet);
        var request = Request(command: ["/bin/sh", "-c", "echo one; echo two; sleep 600"]);
        await launcher.StartAsync(request, Token);

        Assert.Equal(0, await launcher.RunAsync("node-1", request.Identity, ["/bin/true"], Token));
        Assert.Equal(1, await launcher.RunAsync("node-1", request.Identity, ["/bin/false"], Token));
        Assert.Equal("two\n", await launcher.TailLogAsync("node-1", request.Identity, 1, Token));
        Assert.Null(await launcher.RunAsync("node-1", request.Identity with { Attempt = 9 }, ["/bin/true"], Token));
        await launcher.StopAsync(Stop(), Token);
    }

    [Fact]
    public async Task Each_engine_is_a_living_node_with_its_labels_until_it_dies()
    {
        using var fleet = Fleet(new DockerOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(200) });
        var reports = new Dictionary<string, NodeReport>();
        await foreach (var report in new DockerNodeObserver(fleet).ObserveAsync(Token))
        {
            reports[report.NodeId] = report;
            if (reports.Count == engines.Count)
            {
                break;
            }
        }

        Assert.Equal("r2", reports["node-2"].Labels["rack"]);
        Assert.Equal((40_000, 8L << 30), (reports["node-3"].CpuMillicores, reports["node-3"].MemoryBytes));
    }

    [Fact]
    public async Task An_engine_that_was_killed_comes_back_with_its_containers_known()
    {
        using var fleet = Fleet();
        var launcher = new DockerLauncher(fleet);
        await launcher.StartAsync(Request(owner: "lost", node: 3), Token);
        engines.Kill(3);
        await Assert.ThrowsAnyAsync<Exception>(() => launcher.ListAsync(new ListRequest { Owner = "lost", NodeId = "node-3", Generation = 0 }, Token));
        await engines.RestartAsync(3);

        // The engine lost its control plane, not its containers' records: what it shows is running or ended, never forgotten.
        Assert.Single(await launcher.ListAsync(new ListRequest { Owner = "lost", NodeId = "node-3", Generation = 0 }, Token), r => r.Identity.ReplicaId == _replica);
        Assert.Equal(LaunchStatus.Stopped, (await launcher.StopAsync(Stop(owner: "lost", node: 3), Token)).Status);
    }
}
