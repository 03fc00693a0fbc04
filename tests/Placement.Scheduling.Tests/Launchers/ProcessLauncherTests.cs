using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Placement.Scheduling.Tests.Launchers;

/// <summary>What the process launcher does besides its contract, with real processes.</summary>
public sealed class ProcessLauncherTests : IDisposable
{
    private readonly ProcessSubject _subject = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ProcessLauncher Launcher => new(_subject.Options);

    public void Dispose()
    {
        foreach (var replica in Launcher.ListAsync(new ListRequest { NodeId = "here", Owner = "test", Generation = 99 }, CancellationToken.None).Result)
        {
            Launcher.StopAsync(Stop(replica.Identity.ReplicaId) with { Generation = 99 }, CancellationToken.None).Wait(CancellationToken.None);
        }

        _subject.Dispose();
    }

    [Fact]
    public async Task Output_goes_to_a_file_that_outlives_the_replica()
    {
        await Launcher.StartAsync(Start("web.1", "echo one; echo two >&2; echo three; exit 0"), Token);
        await EndedAsync("web.1");
        await Launcher.StopAsync(Stop("web.1"), Token);

        Assert.Equal("two\nthree\n", await Launcher.TailLogAsync(Identity("web.1"), 2, Token));
        Assert.Null(await Launcher.TailLogAsync(Identity("web.2"), 2, Token));
    }

    [Fact]
    public async Task Only_the_newest_logs_are_kept()
    {
        var launcher = new ProcessLauncher(_subject.Options with { LogsKept = 1 });
        foreach (var replica in new[] { "web.1", "web.2", "web.3" })
        {
            await launcher.StartAsync(Start(replica, "echo " + replica), Token);
            await EndedAsync(replica);
            await launcher.StopAsync(Stop(replica), Token);
        }

        Assert.Null(await launcher.TailLogAsync(Identity("web.2"), 1, Token));
        Assert.Equal("web.3\n", await launcher.TailLogAsync(Identity("web.3"), 1, Token));
    }

    [Fact]
    public async Task A_replica_gets_its_own_variables_and_no_secret_of_the_host()
    {
        Environment.SetEnvironmentVariable("HOST_SECRET", "secret");
        await Launcher.StartAsync(Start("web.1", "echo $PLACEMENT_SERVICE $PLACEMENT_REPLICA $PLACEMENT_ATTEMPT $PLACEMENT_NODE $GREETING [$HOST_SECRET]"), Token);
        await EndedAsync("web.1");

        Assert.Equal("web web.1 1 here hello []\n", await Launcher.TailLogAsync(Identity("web.1"), 1, Token));
    }

    [Fact]
    public async Task A_stop_ends_the_whole_process_group()
    {
        await Launcher.StartAsync(Start("web.1", "sleep 600 & sleep 600 & echo $!; wait"), Token);
        var child = await LogLineAsync("web.1");
        Assert.True(Directory.Exists("/proc/" + child));
        await Launcher.StopAsync(Stop("web.1"), Token);

        await GoneAsync(child);
    }

    [Fact]
    public async Task What_a_program_leaves_behind_ends_with_it()
    {
        await Launcher.StartAsync(Start("web.1", "sleep 600 & echo $!"), Token);
        await EndedAsync("web.1");

        await GoneAsync(await LogLineAsync("web.1"));
    }

    [Fact]
    public async Task A_program_whose_shell_was_killed_counts_as_killed_and_does_not_run_on()
    {
        await Launcher.StartAsync(Start("web.1", "echo $$; exec sleep 600"), Token);
        var program = await LogLineAsync("web.1");
        var leader = int.Parse(File.ReadAllText(Path.Combine(_subject.Folder, "test", "replicas", "web.1", "1", "claim")).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        using (var shim = Process.GetProcessById(leader))
        {
            shim.Kill();
        }

        Assert.Equal(ExitReason.Killed, (await EndedAsync("web.1")).ExitReason);
        await GoneAsync(program);
    }

    [Fact]
    public async Task A_process_number_that_was_used_again_is_never_signalled()
    {
        await Launcher.StartAsync(Start("web.1", "exit 0"), Token);
        await EndedAsync("web.1");
        using var stranger = Process.Start("sleep", ["600"]);
        var folder = Path.Combine(_subject.Folder, "test", "replicas", "web.1", "1");
        var claim = File.ReadAllText(Path.Combine(folder, "claim")).Split(' ');
        File.WriteAllText(Path.Combine(folder, "claim"), $"{stranger.Id} {claim[1]} {claim[2]}"); // the number lives, the start time differs
        File.Delete(Path.Combine(folder, "exit"));

        Assert.Equal(ReplicaState.Exited, Assert.Single(await ListAsync()).State);
        await Launcher.StopAsync(Stop("web.1"), Token);
        Assert.False(stranger.HasExited);
        Assert.Empty(await ListAsync());
        stranger.Kill();
    }

    [Fact]
    public async Task A_claim_of_an_earlier_boot_is_an_end()
    {
        await Launcher.StartAsync(Start("web.1", "sleep 600"), Token);
        var path = Path.Combine(_subject.Folder, "test", "replicas", "web.1", "1", "claim");
        var claim = File.ReadAllText(path);
        File.WriteAllText(path, claim[..claim.LastIndexOf(' ')] + " another-boot");
        Assert.Equal((ReplicaState.Exited, ExitReason.Killed), (await ListAsync()) is [var one] ? (one.State, one.ExitReason) : default);
        File.WriteAllText(path, claim);
        Assert.Equal(ReplicaState.Running, Assert.Single(await ListAsync()).State);
    }

    [Fact]
    public async Task An_order_that_was_cut_short_before_anything_ran_can_be_started_or_stopped()
    {
        // What a host leaves that is killed between the two steps of a start.
        await Launcher.StartAsync(Start("web.1", "sleep 600"), Token);
        var whole = Path.Combine(_subject.Folder, "test", "replicas", "web.1", "1");
        foreach (var cut in new[] { "web.2", "web.3" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(_subject.Folder, "test", "replicas", cut, "1")).FullName;
            File.WriteAllText(Path.Combine(folder, "launch.json"), File.ReadAllText(Path.Combine(whole, "launch.json")).Replace("web.1", cut, StringComparison.Ordinal));
        }

        Assert.Equal(["Running", "Starting", "Starting"], (await ListAsync()).OrderBy(r => r.Identity.ReplicaId).Select(r => r.State.ToString()));
        Assert.Equal(LaunchStatus.Running, (await Launcher.StartAsync(Start("web.2", "sleep 600"), Token)).Status);
        Assert.Equal(LaunchStatus.Stopped, (await Launcher.StopAsync(Stop("web.3"), Token)).Status);
        Assert.Equal(["web.1", "web.2"], (await ListAsync()).Select(r => r.Identity.ReplicaId).Order());
    }

    [Fact]
    public async Task Refusals_say_what_to_do_next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var request = Start("web.1", "sleep 600");
        var taken = await Launcher.StartAsync(request with { Spec = request.Spec with { Ports = [port] } }, Token);
        var image = await Launcher.StartAsync(request with { Spec = request.Spec with { Command = [], Image = "busybox" } }, Token);
        var absent = await Launcher.StartAsync(request with { Spec = request.Spec with { Command = ["no-such-program"] } }, Token);
        var data = await Launcher.StartAsync(request with { Spec = request.Spec with { Command = ["/etc/passwd"] } }, Token);

        Assert.Equal((LaunchStatus.RefusedByNode, ProcessCodes.PortTaken), (taken.Status, taken.Code));
        Assert.Equal((LaunchStatus.RefusedEverywhere, ProcessCodes.NoCommand), (image.Status, image.Code));
        Assert.Equal((LaunchStatus.RefusedEverywhere, ProcessCodes.CommandNotFound), (absent.Status, absent.Code));
        Assert.Equal((LaunchStatus.RefusedEverywhere, ProcessCodes.CommandNotFound), (data.Status, data.Code));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_command_runs_beside_the_replica_and_ends_when_given_up()
    {
        await Launcher.StartAsync(Start("web.1", "sleep 600"), Token);
        Assert.Equal(0, await Launcher.RunAsync("here", Identity("web.1"), ["sh", "-c", "test $GREETING = hello"], Token));
        Assert.Equal(3, await Launcher.RunAsync("here", Identity("web.1"), ["sh", "-c", "exit 3"], Token));
        Assert.Null(await Launcher.RunAsync("here", Identity("web.2"), ["true"], Token));

        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Launcher.RunAsync("here", Identity("web.1"), ["sleep", "600"], limit.Token));
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    public async Task A_name_that_would_leave_the_folder_is_refused(string replica) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Launcher.StartAsync(Start(replica, "true"), Token));

    [Fact]
    public async Task The_machine_reports_itself_less_what_it_keeps()
    {
        var observer = new LocalNodeObserver(new ProcessOptions { NodeId = "here", ReservedCpuMillicores = 500, HeartbeatInterval = TimeSpan.FromMilliseconds(10), Labels = new Dictionary<string, string> { ["zone"] = "a" } });
        var reports = new List<NodeReport>();
        await foreach (var report in observer.ObserveAsync(Token))
        {
            reports.Add(report);
            if (reports.Count == 3)
            {
                break;
            }
        }

        Assert.All(reports, r => Assert.Equal(("here", (Environment.ProcessorCount * 1000L) - 500, "a"), (r.NodeId, r.CpuMillicores, r.Labels["zone"])));
        Assert.InRange(reports[0].MemoryBytes, 1L << 20, 1L << 46);
    }

    private static ReplicaIdentity Identity(string replica) => new() { Owner = "test", Service = "web", ReplicaId = replica, Attempt = 1, Revision = 1 };

    private static LaunchRequest Start(string replica, string script) => new()
    {
        NodeId = "here",
        Generation = 1,
        Identity = Identity(replica),
        Spec = new ServiceSpec { Name = "web", Command = ["sh", "-c", script], CpuMillicores = 1, MemoryBytes = 1, Environment = new Dictionary<string, string> { ["GREETING"] = "hello" } },
    };

    private static StopRequest Stop(string replica) => new() { NodeId = "here", Owner = "test", ReplicaId = replica, Generation = 1, Grace = TimeSpan.FromSeconds(5) };

    private Task<IReadOnlyList<ObservedReplica>> ListAsync() => Launcher.ListAsync(new ListRequest { NodeId = "here", Owner = "test", Generation = 1 }, Token);

    private async Task<ObservedReplica> EndedAsync(string replica)
    {
        while (true)
        {
            if ((await ListAsync()).Single(r => r.Identity.ReplicaId == replica) is { State: ReplicaState.Exited } ended)
            {
                return ended;
            }

            await Task.Delay(10, Token);
        }
    }

    private async Task<string> LogLineAsync(string replica)
    {
        while (true)
        {
            if (await Launcher.TailLogAsync(Identity(replica), 1, Token) is { Length: > 0 } line)
            {
                return line.Trim();
            }

            await Task.Delay(10, Token);
        }
    }

    private static async Task GoneAsync(string process)
    {
        while (Directory.Exists("/proc/" + process) && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal))
        {
            await Task.Delay(10, Token);
        }
    }
}
