using System.Diagnostics;
using System.Text.Json.Nodes;
using Placement.Cli.Tests.Sources;
using Placement.Telemetry.Tests.Sources.Prometheus;

namespace Placement.Cli.Tests;

public sealed class WatchTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private string Folder => _scratch["history"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task What_watch_keeps_of_this_machine_the_other_commands_read()
    {
        var watch = await Tool.RunAsync("watch", "--history", Folder, "--local", "--every", "1s", "--rounds", "3", "--json", "--profiles", _scratch["profiles.json"]);
        var analysis = await Tool.RunAsync("analyze", "--history", Folder, "--json");

        Assert.True(watch.Code == 0, watch.Error);
        Assert.True(analysis.Code == 0, analysis.Error);
        var rounds = watch.Out.Trim().Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(3, rounds.Count);
        Assert.All(rounds, round => Assert.True((int)round["samples"]! >= 2));
        var node = Assert.Single(JsonNode.Parse(analysis.Out)!["nodes"]!.AsArray(), n => (string?)n!["resource"] == "memory")!;
        Assert.Equal(Environment.MachineName, (string?)node["name"]);
        Assert.Equal((double)node["max"]!, Profile("memory"), 1.0);

        double Profile(string resource) => (double)JsonNode.Parse(File.ReadAllText(_scratch["profiles.json"]))!["profiles"]!.AsArray()
            .Single(p => (string?)p!["kind"] == "Node" && (string?)p["resource"] == resource)!["max"]!;
    }

    [Fact]
    public async Task Running_totals_of_calls_apart_become_rates()
    {
        Assert.Equal(0, (await Tool.RunAsync("watch", "--history", Folder, "--local", "--once")).Code);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await Tool.RunAsync("watch", "--history", Folder, "--local", "--once")).Code);

        var run = await Tool.RunAsync("analyze", "--history", Folder, "--zeros-are-real", "--json");

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains(JsonNode.Parse(run.Out)!["nodes"]!.AsArray(), n => (string?)n!["resource"] == "cpu");
    }

    [Fact]
    public async Task The_report_from_the_history_of_a_Prometheus_equals_that_from_the_server()
    {
        using var fleet = new MeasuredFleet();
        await using var server = await PrometheusServer.StartAsync(MeasuredFleet.OpenMetrics());
        string[] report = ["--from", "2026-03-02T00:00Z", "--to", "2026-03-05T00:00Z", "--json", "--no-files", "--time-limit", "60", "--threads", "1"];

        var retention = $"{(int)(DateTimeOffset.UtcNow - MeasuredFleet.Start).TotalDays + 2}d";
        var watch = await Tool.RunAsync(["watch", "--history", Folder, "--retention", retention, "--once", .. Server(server.Address)]);
        var again = await Tool.RunAsync(["watch", "--history", Folder, "--retention", retention, "--once", "--json", .. Server("http://127.0.0.1:1/"), "--retries", "0"]);
        var direct = await Tool.RunAsync(["report", .. fleet.Inventory, .. Server(server.Address), "--rename", "(.*)-([0-9]+)=$1/$2", .. report]);
        var kept = await Tool.RunAsync(["report", .. fleet.Inventory, "--history", Folder, "--rename", "(.*)-([0-9]+)=$1/$2", .. report]);

        Assert.True(watch.Code == 0, watch.Error);
        Assert.True(direct.Code == 0, direct.Error);
        Assert.True(kept.Code == 0, kept.Error);
        Assert.Contains(again.Code, new[] { 0, 3 }); // within the same step there is nothing to ask
        Assert.Equal(Figures(direct.Out), Figures(kept.Out));
    }

    [Fact]
    public async Task A_watch_that_is_killed_loses_nothing_that_it_told_of()
    {
        for (var kill = 0; kill < 3; kill++)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "watch", "--history", Folder, "--local", "--every", "1s"]) { RedirectStandardOutput = true })!;
            var told = 0;
            while (told < 2 && await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is not null)
            {
                told++;
            }

            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(2, told);
        }

        Assert.True(Directory.GetFiles(Folder, "*.parquet").Length >= 6);
        var run = await Tool.RunAsync("analyze", "--history", Folder, "--zeros-are-real", "--json");
        Assert.True(run.Code == 0, run.Error);
    }

    [Theory]
    [InlineData(2, "--history", "h")]
    [InlineData(2, "--local")]
    [InlineData(2, "--history", "h", "--local", "--once", "--rounds", "2")]
    [InlineData(2, "--history", "h", "--local", "--rounds", "0")]
    [InlineData(2, "--history", "h", "--local", "--retention", "long")]
    [InlineData(2, "--history", "h", "--local", "--every", "0s")]
    [InlineData(2, "--history", "h", "--prometheus", "ftp://x")]
    [InlineData(3, "--history", ".", "--local", "--once")]
    [InlineData(3, "--history", "h", "--prometheus", "http://127.0.0.1:1", "--once", "--retries", "0")]
    public async Task What_is_asked_wrongly_is_said_in_one_message(int code, params string[] args)
    {
        _scratch.Write("mine.txt", "mine");
        var run = await Tool.RunAsync(["watch", .. args.Select(arg => arg == "h" ? Folder : arg == "." ? _scratch.Path : arg)]);

        Assert.Equal((code, ""), (run.Code, run.Out));
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_that_is_none_is_code_3()
    {
        var run = await Tool.RunAsync("analyze", "--history", Folder);

        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Contains("no folder", run.Error, StringComparison.Ordinal);
    }

    private static string[] Server(object address) =>
        ["--prometheus", address.ToString()!, "--replica-label", "pod", "--query", "replica:cpu:cores=max by (pod) (last_over_time(app_cpu_cores{$match}[$range]))", "--query", "replica:memory:bytes=max by (pod) (last_over_time(app_memory_bytes{$match}[$range]))"];

    private static string[] Figures(string report) => [.. JsonNode.Parse(report)!["figures"]!.AsArray().Select(f => f!.ToJsonString())];
}
