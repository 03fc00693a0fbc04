using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Placement.Cli.Tests;

public sealed class PredictionTests
{
    private const string Nodes = """
        id,cpu,memory_gib,price
        n1,4,16,0.2
        n2,4,16,0.2
        """;

    private const string Workloads = """
        id,replicas,cpu,memory,nodes
        day,1,3,2GiB,n1
        night,1,3,2GiB,n2
        """;

    /// <summary>Four days, every ten minutes: one service works by day, the other by night.</summary>
    private static string Telemetry()
    {
        var text = new StringBuilder("time,replica,cpu_cores,memory_bytes\n");
        for (var slot = 0; slot < 4 * 144; slot++)
        {
            var time = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc).AddMinutes(10 * slot);
            var isDay = time.Hour is >= 8 and < 20;
            foreach (var (name, works) in new[] { ("day", isDay), ("night", !isDay) })
            {
                var cpu = (works ? 2.0 : 0.2) + (0.01 * (slot % 7));
                text.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ssZ},{name}/0,{cpu:0.00},1073741824\n");
            }
        }

        return text.ToString();
    }

    private static string[] Files(Scratch scratch) =>
        ["--nodes", scratch.Write("nodes.csv", Nodes), "--workloads", scratch.Write("workloads.csv", Workloads), "--telemetry", scratch.Write("usage.csv", Telemetry())];

    private static async Task<JsonNode> PlanAsync(Scratch scratch, params string[] more)
    {
        var run = await Tool.RunAsync(["plan", .. Files(scratch), "--out", scratch["plan.json"], "--time-limit", "5", .. more]);
        Assert.True(run.Code == 0, run.Error);
        return JsonNode.Parse(await File.ReadAllTextAsync(scratch["plan.json"], TestContext.Current.CancellationToken))!;
    }

    [Fact]
    public async Task Opposite_peaks_share_a_node_only_with_time_slots()
    {
        using var scratch = new Scratch();

        // 2 x 2.06 cores + 15 % do not fit on 70 % of 4 cores; 2.06 + 0.26 and 15 % do.
        var once = await PlanAsync(scratch);
        var byHour = await PlanAsync(scratch, "--slots", "hour-of-day");
        var check = await Tool.RunAsync(["check", scratch["plan.json"], .. Files(scratch), "--slots", "hour-of-day"]);

        Assert.Equal(2, (int)once["summary"]!["nodesAfter"]!);
        Assert.Equal(1, (int)byHour["summary"]!["nodesAfter"]!);
        Assert.True(check.Code == 0, check.Out + check.Error);
    }

    [Fact]
    public async Task A_plan_at_a_risk_passes_the_check_at_that_risk()
    {
        using var scratch = new Scratch();
        await PlanAsync(scratch, "--risk", "1%");

        var check = await Tool.RunAsync(["check", scratch["plan.json"], .. Files(scratch), "--risk", "1%"]);

        Assert.True(check.Code == 0, check.Out + check.Error);
    }

    [Fact]
    public async Task A_plan_of_the_sample_at_a_risk_passes_the_check_at_that_risk()
    {
        using var scratch = new Scratch();
        var plan = await Tool.RunAsync("plan", "--sample", "--risk", "1%", "--out", scratch["plan.json"], "--time-limit", "2");
        var check = await Tool.RunAsync("check", scratch["plan.json"], "--sample", "--risk", "1%");

        Assert.True(plan.Code == 0, plan.Error);
        Assert.True(check.Code == 0, check.Out + check.Error);
    }

    [Fact]
    public async Task The_report_states_the_risk_with_the_rate_measured_beside_it()
    {
        using var scratch = new Scratch();
        var run = await Tool.RunAsync(["report", .. Files(scratch), "--risk", "1%", "--out", scratch.Path, "--time-limit", "2"]);

        Assert.True(run.Code == 0, run.Error);
        var risk = JsonNode.Parse(await File.ReadAllTextAsync(scratch["report.json"], TestContext.Current.CancellationToken))!["risk"]!;
        var words = (string)risk["words"]!;
        Assert.Contains("at <= 1 % chance that any 10-minute slot exceeds the limit on a node (70 % of its CPU and memory)", words, StringComparison.Ordinal);
        Assert.Contains("had not seen: 0 % of 576 node slots, kept.", words, StringComparison.Ordinal);
        foreach (var text in new[] { run.Out, await File.ReadAllTextAsync(scratch["report.md"], TestContext.Current.CancellationToken) })
        {
            Assert.Contains(words, text, StringComparison.Ordinal);
        }

        Assert.Contains("at &lt;= 1 % chance", await File.ReadAllTextAsync(scratch["report.html"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predictors_are_compared_and_the_cheapest_safe_one_is_chosen()
    {
        var run = await Tool.RunAsync("backtest", "--sample", "--compare-predictors", "--risk", "1%", "--json", "--time-limit", "2");

        Assert.True(run.Code == 0, run.Error);
        var found = JsonDocument.Parse(run.Out).RootElement.GetProperty("predictors");
        var trials = found.GetProperty("trials").EnumerateArray().Skip(1).ToList(); // the first is p99, the baseline
        var chosen = Assert.Single(trials, t => t.GetProperty("isChosen").GetBoolean());
        Assert.True(chosen.GetProperty("isSafe").GetBoolean());
        Assert.Equal(trials.Where(t => t.GetProperty("isSafe").GetBoolean()).Min(t => t.GetProperty("priceMicroDollarsPerHour").GetInt64()), chosen.GetProperty("priceMicroDollarsPerHour").GetInt64());
        Assert.Contains(chosen.GetProperty("name").GetString()!, found.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.True(trials.Count >= 9);
    }

    [Fact]
    public async Task The_advice_adds_up_to_the_right_sizing_step()
    {
        using var scratch = new Scratch();
        var run = await Tool.RunAsync("report", "--sample", "--out", scratch.Path, "--time-limit", "2");

        Assert.True(run.Code == 0, run.Error);
        var report = JsonNode.Parse(await File.ReadAllTextAsync(scratch["report.json"], TestContext.Current.CancellationToken))!;
        var step = (long)report["money"]!["parts"]!.AsArray().Single(p => (string)p!["cause"]! == "RightSizing")!["saved"]!;
        var advice = report["rightSizing"]!;
        Assert.Equal(step, (long)advice["saved"]!);
        Assert.Equal(step, advice["rows"]!.AsArray().Sum(r => (long)r!["saved"]!) + (long)advice["unattributed"]!);
        Assert.All(advice["rows"]!.AsArray(), r => Assert.Equal((string)r!["verdict"]! == "Refused", r["needed"] is null));
    }

    [Theory]
    [InlineData("--risk", "0", "above 0 and at most 50")]
    [InlineData("--risk", "often", "such as 1%")]
    public async Task A_risk_that_is_none_is_refused(string option, string value, string expected)
    {
        var run = await Tool.RunAsync("plan", "--sample", option, value, "--time-limit", "1");

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_slots_of_a_fleet_without_telemetry_are_refused()
    {
        using var fleet = new SmallFleet();
        var run = await fleet.RunAsync("plan", "--slots", "hour-of-day");

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains("at least two days", run.Error, StringComparison.Ordinal);
    }
}
