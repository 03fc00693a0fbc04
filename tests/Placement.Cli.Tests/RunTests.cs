using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Placement.Cli.Tests;

/// <summary>`placement run`: what a file says runs as processes of this machine, also after the host was killed.</summary>
public sealed class RunTests
{
    private const string Two = """
        services:
          - name: web
            command: [sleep, "600"]
            cpu: 10m
            memory: 1Mi
            replicas: 2
          - name: job
            command: [sh, -c, "exit 0"]
            cpu: 10m
            memory: 1Mi
            restart: { mode: onFailure }
        """;

    [Fact]
    public async Task A_file_is_made_so_then_changed_then_taken_down()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("services.yaml", Two);
        var state = scratch["state.db"];
        var up = await Tool.RunAsync("run", file, "--state", state, "--wait", "2m");
        try
        {
            Assert.Equal((0, ""), (up.Code, up.Error));
            Assert.Contains("ReplicaRunning web.1", up.Out, StringComparison.Ordinal);
            var ended = up;
            for (var left = 20; left > 0 && !Regex.IsMatch(ended.Out, @"job\.3 +Completed"); left--)
            {
                ended = await Tool.RunAsync("run", file, "--state", state, "--wait", "2m"); // --wait waits until all runs, and a job ends after that
            }

            Assert.Matches(@"job\.3 +Completed", ended.Out);
            Assert.Equal(2, Webs(state).Count);

            scratch.Write("services.yaml", """{ "services": [ { "name": "web", "command": ["sleep", "600"], "cpu": "10m", "memory": "1Mi", "replicas": 3 } ] }""");
            var before = Webs(state);
            var again = await Tool.RunAsync("run", file, "--state", state, "--wait", "2m", "--json");
            Assert.Equal((0, ""), (again.Code, again.Error));
            Assert.Equal(3, Webs(state).Count);
            Assert.Subset(Webs(state).ToHashSet(), before.ToHashSet()); // adopted, not started again
            using var happened = JsonDocument.Parse(again.Out.Split('\n')[0]);
            Assert.Equal("LeaderTookOver", happened.RootElement.GetProperty("kind").GetString());
        }
        finally
        {
            var down = await Tool.RunAsync("run", file, "--state", state, "--down");
            Assert.Equal(0, down.Code);
        }

        Assert.Empty(Webs(state));
    }

    [Fact]
    public async Task What_does_not_come_up_in_time_is_a_failure_that_says_why()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("services.yaml", "services: [ { name: huge, command: [sleep, '600'], cpu: 100000, memory: 1Mi }, { name: absent, command: [/no/such/program], cpu: 1m, memory: 1Mi } ]");
        var run = await Tool.RunAsync("run", file, "--state", scratch["state.db"], "--wait", "3s");

        Assert.Equal(1, run.Code);
        Assert.Contains("service 'huge' does not run in full", run.Error, StringComparison.Ordinal);
        Assert.Contains("insufficient-cpu on 1 nodes", run.Error, StringComparison.Ordinal);
        Assert.Contains("command-not-found", run.Error, StringComparison.Ordinal);
        await Tool.RunAsync("run", file, "--state", scratch["state.db"], "--down");
    }

    [Fact]
    public async Task A_failed_update_is_told_at_once_and_the_old_file_is_well_again()
    {
        using var scratch = new Scratch();
        static string Web(string command) => $"services: [ {{ name: web, command: {command}, cpu: 10m, memory: 1Mi, restart: {{ delay: 100ms }}, rollout: {{ minReady: 2s, maxFailures: 2 }} }} ]";
        async Task<Tool> UpAsync(string command) => await Tool.RunAsync("run", scratch.Write("services.yaml", Web(command)), "--state", scratch["state.db"], "--wait", "2m");
        Assert.Equal(0, (await UpAsync("[sleep, '600']")).Code);
        var bad = await UpAsync("[sh, -c, 'exit 3']");
        var good = await UpAsync("[sleep, '600']");
        var down = await Tool.RunAsync("run", scratch["services.yaml"], "--state", scratch["state.db"], "--down");

        Assert.Equal(1, bad.Code);
        Assert.Contains("service 'web' failed its update and goes back to revision 1", bad.Error, StringComparison.Ordinal);
        Assert.Equal((0, "", 0), (good.Code, good.Error, down.Code));
    }

    [Fact]
    public async Task Every_fault_of_a_file_is_named_with_its_place()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("bad.yaml", """
            services:
              - name: Web
                command: [sleep, "600"]
                cpu: lots
                memory: 64Mi
                replicas: many
              - name: db
                memory: 64Mi
                health: { http: /live, port: 80, colour: red }
                stopGrace: soon
              - name: db
                command: [a]
                cpu: 1
                memory: 1Gi
            """);
        var run = await Tool.RunAsync("run", file, "--state", scratch["state.db"]);

        Assert.Equal((3, ""), (run.Code, run.Out));
        var lines = run.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(
            ["2:11", "4:10", "6:15", "7:5", "7:5", "9:34", "9:38", "10:16", "11:11"],
            lines.Select(l => string.Join(':', l[(l.IndexOf("bad.yaml:", StringComparison.Ordinal) + 9)..].Split(':').Take(2))));
        Assert.All(lines, l => Assert.StartsWith("error: ", l, StringComparison.Ordinal));
        Assert.False(File.Exists(scratch["state.db"]));
    }

    [Theory]
    [InlineData("services: [")]
    [InlineData("")]
    [InlineData("services: { web: 1 }")]
    [InlineData("- a")]
    public async Task What_is_no_services_file_is_invalid_input(string text)
    {
        using var scratch = new Scratch();
        var run = await Tool.RunAsync("run", scratch.Write("bad.yaml", text));

        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Matches(@"bad\.yaml:\d+:\d+: ", run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_scheduler_and_leaves_the_services_running()
    {
        using var scratch = new Scratch();
        using var interrupts = Interrupts.Manual();
        var file = scratch.Write("services.yaml", Two);
        var state = scratch["state.db"];
        var running = Tool.RunAsync(interrupts, "run", file, "--state", state);
        await UntilAsync(() => Webs(state).Count == 2);
        interrupts.Raise();
        var run = await running;

        Assert.Equal(0, run.Code);
        Assert.Contains("the services run on", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, Webs(state).Count);
        Assert.Equal(0, (await Tool.RunAsync("run", file, "--state", state, "--down")).Code);
    }

    [Fact]
    public async Task A_host_killed_at_any_moment_loses_nothing_and_doubles_nothing()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("services.yaml", Two);
        var state = scratch["state.db"];
        var random = new Random(1);
        for (var round = 0; round < 6; round++)
        {
            scratch.Write("services.yaml", Two.Replace("replicas: 2", $"replicas: {2 + (round % 3)}", StringComparison.Ordinal));
            using var host = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "run", file, "--state", state]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            host.BeginOutputReadLine();
            host.BeginErrorReadLine();
            await Task.Delay(random.Next(300, 4_000), TestContext.Current.CancellationToken);
            host.Kill();
            await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        scratch.Write("services.yaml", Two);
        var up = await Tool.RunAsync("run", file, "--state", state, "--wait", "2m");
        Assert.Equal((0, ""), (up.Code, up.Error));
        await UntilAsync(() => Webs(state).Count == 2);
        Assert.Equal(0, (await Tool.RunAsync("run", file, "--state", state, "--down")).Code);
        Assert.Empty(Webs(state));
    }

    [Theory]
    [InlineData("--docker", "somewhere")]
    [InlineData("--wait", "later")]
    [InlineData("--owner", "No Name")]
    [InlineData("--pull", "sometimes")]
    [InlineData("--measured", "true")]
    [InlineData("--docker-certificates", "certificates")]
    public async Task Wrong_usage_is_told_with_the_way_out(string option, string value)
    {
        using var scratch = new Scratch();
        var run = await Tool.RunAsync("run", scratch.Write("services.yaml", Two), option, value);

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task A_folder_without_certificates_is_refused_by_the_file_that_it_lacks()
    {
        using var scratch = new Scratch();
        var run = await Tool.RunAsync("run", scratch.Write("services.yaml", Two), "--docker", "tcp://127.0.0.1:1", "--docker-certificates", scratch["certificates"]);

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains(Path.Combine(scratch["certificates"], "ca.pem"), run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_named_with_the_reason()
    {
        using var scratch = new Scratch();
        var socket = scratch["docker.sock"];
        var run = await Tool.RunAsync("run", scratch.Write("services.yaml", Two), "--state", scratch["state.db"], "--docker", "tcp://127.0.0.1:1", "--docker", "unix://" + socket, "--wait", "8s");

        Assert.Equal(1, run.Code);
        Assert.Contains("error: node-1 does not answer: nothing listens at tcp://127.0.0.1:1", run.Error, StringComparison.Ordinal);
        Assert.Contains($"error: node-2 does not answer: there is no socket {socket}", run.Error, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(run.Out, "NodeSilent on node-1"));
    }

    /// <summary>The replicas of web that run under a state's folder, by the shells that lead them; a job's may come and go.</summary>
    private static List<int> Webs(string state)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder), out var id) && File.Exists(Path.Combine(folder, "cmdline")))
                {
                    var words = File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
                    var parent = File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ')[1];
                    if (words.Any(w => w.StartsWith(state + ".processes/placement/replicas/web.", StringComparison.Ordinal)) && !File.ReadAllText($"/proc/{parent}/cmdline").Contains("placement-shim", StringComparison.Ordinal))
                    {
                        found.Add(id);
                    }
                }
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return found;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
