using System.Text.Json;
using System.Text.Json.Nodes;
using Placement.Telemetry.Tests.Sources.Prometheus;

namespace Placement.Cli.Tests.Sources;

/// <summary>The whole way from a real Prometheus to the report.</summary>
public sealed class PrometheusTests
{
    private static readonly string[] Report = ["--json", "--no-files", "--time-limit", "60", "--threads", "1"];

    [Fact]
    public async Task The_report_from_Prometheus_equals_that_from_CSV_of_the_same_data_to_the_cent()
    {
        using var fleet = new MeasuredFleet();
        await using var server = await PrometheusServer.StartAsync(MeasuredFleet.OpenMetrics());

        var csv = await Tool.RunAsync(["report", .. fleet.Inventory, "--telemetry", fleet.UsagePath, .. Report]);
        var prometheus = await Tool.RunAsync(["report", .. fleet.Inventory, .. Queries(server.Address), .. Report]);

        Assert.True(csv.Code == 0, csv.Error);
        Assert.True(prometheus.Code == 0, prometheus.Error);
        Assert.True((double)JsonNode.Parse(csv.Out)!["figures"]!.AsArray().Single(f => (string?)f!["id"] == "saved-month")!["value"]! > 0);
        Assert.Equal(Figures(csv.Out), Figures(prometheus.Out));
    }

    [Fact]
    public async Task A_server_that_is_slow_cuts_answers_and_returns_errors_changes_no_figure()
    {
        using var fleet = new MeasuredFleet();
        await using var server = await PrometheusServer.StartAsync(MeasuredFleet.OpenMetrics());
        await using var faulty = FaultyProxy.Before(server.Address, [Fault.None, Fault.Error500, Fault.CutBody, Fault.Hang, Fault.Refuse, Fault.None, Fault.CutBody]);

        var direct = await Tool.RunAsync(["plan", .. fleet.Inventory, .. Queries(server.Address), .. Plan(fleet["direct.json"])]);
        var through = await Tool.RunAsync(["plan", .. fleet.Inventory, .. Queries(faulty.Address), "--timeout", "1s", .. Plan(fleet["through.json"])]);

        Assert.True(direct.Code == 0, direct.Error);
        Assert.True(through.Code == 0, through.Error);
        Assert.Equal(5, faulty.Faults);
        Assert.Equal(Target(fleet["direct.json"]), Target(fleet["through.json"]));
    }

    [Fact]
    public async Task A_server_that_stays_broken_is_an_error_with_code_3_and_no_plan()
    {
        using var fleet = new MeasuredFleet();
        await using var server = await PrometheusServer.StartAsync(MeasuredFleet.OpenMetrics());
        await using var faulty = FaultyProxy.Before(server.Address, [Fault.None, .. Enumerable.Repeat(Fault.CutBody, 20)]);

        var run = await Tool.RunAsync(["plan", .. fleet.Inventory, .. Queries(faulty.Address), "--retries", "1", .. Plan(fleet["plan.json"])]);

        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Contains("failed 2 times", run.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing of this window is reported", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(fleet["plan.json"]));
    }

    [Fact]
    public async Task A_live_node_exporter_is_analysed_without_any_inventory()
    {
        await using var exporter = await NodeExporter.StartAsync();
        await using var server = await PrometheusServer.StartAsync("# TYPE x gauge\nx 1 1772409600\n", exporter.Target);
        await server.WaitForAsync("count(count_over_time(node_cpu_seconds_total{mode=\"idle\"}[20s]) >= 6)");

        var run = await Tool.RunAsync("analyze", "--prometheus", server.Address.ToString(), "--from", "-10s", "--step", "2s", "--json");

        Assert.True(run.Code == 0, run.Error);
        var node = Assert.Single(JsonNode.Parse(run.Out)!["nodes"]!.AsArray(), n => (string?)n!["resource"] == "cpu")!;
        Assert.Equal(exporter.Target, (string?)node["name"]);
        Assert.Equal(Environment.ProcessorCount * 1000, (long)node["capacity"]!);
        Assert.InRange((double)node["max"]!, 1, Environment.ProcessorCount * 1500);
    }

    [Theory]
    [InlineData("--prometheus", "ftp://x")]
    [InlineData("--prometheus", "http://127.0.0.1:1", "--queries", "nonsense")]
    [InlineData("--prometheus", "http://127.0.0.1:1", "--query", "cpu=x")]
    [InlineData("--prometheus", "http://127.0.0.1:1", "--query", "node:cpu:bytes=x{$match}")]
    [InlineData("--prometheus", "http://127.0.0.1:1", "--query", "node:cpu:cores=up")]
    [InlineData("--prometheus", "http://127.0.0.1:1", "--from", "yesterday")]
    [InlineData("--prometheus", "http://127.0.0.1:1", "--step", "5")]
    [InlineData("--prometheus", "http://127.0.0.1:1", "--from", "now", "--to", "-1h")]
    public async Task What_is_asked_wrongly_is_code_2_or_3_with_one_message(params string[] args)
    {
        var run = await Tool.RunAsync(["analyze", .. args]);

        Assert.Contains(run.Code, new[] { 2, 3 });
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(letter => letter == '\n'));
    }

    private static string[] Queries(Uri server) =>
    [
        "--prometheus", server.ToString(), "--from", "2026-03-02T00:00Z", "--to", "2026-03-05T00:00Z", "--rename", "(.*)-([0-9]+)=$1/$2", "--replica-label", "pod",
        "--query", "replica:cpu:cores=max by (pod) (last_over_time(app_cpu_cores[$range]))", "--query", "replica:memory:bytes=max by (pod) (last_over_time(app_memory_bytes{$match}[$range]))",
    ];

    private static string[] Plan(string path) => ["--out", path, "--time-limit", "60", "--threads", "1"];

    private static string Target(string path) => JsonNode.Parse(File.ReadAllText(path))!["target"]!.ToJsonString();

    /// <summary>The report without what names its inputs and the time that it took.</summary>
    private static string Figures(string report)
    {
        var document = JsonNode.Parse(report)!;
        Strip(document);
        return document.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

        static void Strip(JsonNode? node)
        {
            if (node is JsonObject one)
            {
                foreach (var name in one.Select(pair => pair.Key).Where(key => key is "inputs" or "sources" || key.Contains("seconds", StringComparison.OrdinalIgnoreCase)).ToList())
                {
                    one.Remove(name);
                }

                one.Select(pair => pair.Value).ToList().ForEach(Strip);
            }
            else if (node is JsonArray many)
            {
                many.ToList().ForEach(Strip);
            }
        }
    }
}
