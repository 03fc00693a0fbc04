using System.Text.Json;

namespace Placement.Cli.Tests;

public sealed class InputTests
{
    [Fact]
    public async Task Every_fault_of_every_file_is_listed_with_code_3()
    {
        using var fleet = new SmallFleet();
        fleet.Write("nodes.csv", "id,cpu,memory_gib,price\nn1,four,16,1\nn2,4,-1,1\n");
        var run = await fleet.RunAsync("plan", "--out", fleet.PlanPath);

        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Contains("nodes.csv:2, column \"cpu\", value \"four\": The value is not a number.", run.Error, StringComparison.Ordinal);
        Assert.Contains("nodes.csv:3, column \"memory_gib\", value \"-1\": The value is negative.", run.Error, StringComparison.Ordinal);
        Assert.Contains("workloads.csv:3, column \"nodes\", value \"n3\"", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_code_3()
    {
        var run = await Tool.RunAsync("report", "--nodes", "nowhere.csv", "--no-files");

        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Equal("error: nowhere.csv: The file does not exist. Check the path and its permissions.\n", run.Error);
    }

    [Fact]
    public async Task Too_many_faulty_rows_stop_the_run_with_code_3()
    {
        using var fleet = new SmallFleet();
        var telemetry = fleet.Write("usage.csv", "time,node,cpu_percent,memory_mib\n2025-01-01T00:00:00Z,n1,10,1000\n2025-01-01T00:05:00Z,n1,oops,1000\n");
        var run = await fleet.RunAsync("analyze", "--telemetry", telemetry);

        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Contains("oops", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_share_of_faulty_rows_can_be_allowed()
    {
        using var fleet = new SmallFleet();
        var telemetry = fleet.Write("usage.csv", "time,node,cpu_percent,memory_mib\n2025-01-01T00:00:00Z,n1,10,1000\n2025-01-01T00:05:00Z,n1,oops,1000\n");
        var run = await fleet.RunAsync("analyze", "--telemetry", telemetry, "--max-faulty", "60", "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal(1, JsonDocument.Parse(run.Out).RootElement.GetProperty("data").GetProperty("quarantined").GetInt32());
    }

    [Fact]
    public async Task Columns_can_be_mapped_on_the_command_line()
    {
        using var fleet = new SmallFleet();
        var nodes = fleet.Write("other.csv", "Server Name,Threads,RAM,Dollars\nn1,4,16384,0.2\nn2,4,16384,0.2\n");
        var workloads = fleet.Write("apps.csv", "app,cpu,memory,nodes\nweb,1,1GiB,n1\ndb,1,1GiB,n2\n");
        var run = await Tool.RunAsync("plan", "--nodes", nodes, "--workloads", workloads, "--json", "--node-columns", "id=Server Name", "cpu=Threads", "memory=RAM:MiB", "price=Dollars");

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(1, JsonDocument.Parse(run.Out).RootElement.GetProperty("summary").GetProperty("nodesAfter").GetInt32());
    }

    [Fact]
    public async Task Analyse_finds_the_markers_and_blanks_of_the_alibaba_trace()
    {
        var run = await Tool.RunAsync("analyze", "--telemetry", Repository.Data("alibaba2018", "machine_usage_sample.csv.gz"), "--preset", "alibaba2018-usage", "--json");

        Assert.Equal(0, run.Code);
        var document = JsonDocument.Parse(run.Out).RootElement;
        var faults = document.GetProperty("data").GetProperty("faults").EnumerateArray().ToDictionary(f => f.GetProperty("rule").GetString()!, f => f.GetProperty("count").GetInt64());
        Assert.True(faults["Blank"] > 0 && faults["Marker"] > 0, run.Out[..500]);
        Assert.Equal(16, document.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("name").GetString()).Distinct().Count());
    }

    [Theory]
    [InlineData("alibaba2018-usage", "alibaba2018", "machine_usage_sample.csv.gz", 16)]
    [InlineData("planetlab", "planetlab", "20110303.csv.gz", 1052)]
    public async Task Backtest_replays_public_traces(string preset, string folder, string file, int machines)
    {
        var run = await Tool.RunAsync("backtest", "--telemetry", Repository.Data(folder, file), "--preset", preset, "--time-limit", "2", "--json");

        Assert.True(run.Code == 0, run.Error);
        var found = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(machines, found.GetProperty("asItIs").GetProperty("nodes").GetInt32());
        Assert.True(found.GetProperty("plan").GetProperty("nodes").GetInt32() <= machines);
    }

    [Fact]
    public async Task All_pods_of_the_openb_trace_fit_on_at_most_860_of_its_nodes()
    {
        var run = await Tool.RunAsync(
            "report", "--no-files", "--nodes", Repository.Data("openb", "openb_node_list_all_node.csv"), "--workloads", Repository.Data("openb", "openb_pod_list_default.csv.gz"), "--preset", "openb", "--time-limit", "5", "--json");

        Assert.True(run.Code == 0, run.Error);
        var report = JsonDocument.Parse(run.Out).RootElement;
        var nodes = report.GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal((1523, 8152), (nodes.Count, nodes.Sum(n => n.GetProperty("replicasAfter").GetInt32())));
        Assert.InRange(nodes.Count(n => n.GetProperty("stays").GetBoolean()), 843, 860);
        Assert.Equal(843, report.GetProperty("bound").GetProperty("nodes").GetInt32());
        Assert.InRange(report.GetProperty("money").GetProperty("greedy").GetProperty("nodes").GetInt32(), 843, 871);
        Assert.Contains("dollars a core and", report.GetProperty("data").GetProperty("priceSource").GetString(), StringComparison.Ordinal);
    }
}
