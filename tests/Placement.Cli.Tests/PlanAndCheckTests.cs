using System.Text.Json;
using System.Text.Json.Nodes;

namespace Placement.Cli.Tests;

public sealed class PlanAndCheckTests
{
    private static JsonArray Target(JsonNode plan) => plan["target"]!.AsArray();

    private static JsonNode Node(JsonNode plan, string replica) => Target(plan).Single(n => n!["replicas"]!.AsArray().Any(r => (string)r! == replica))!;

    private static void Remove(JsonNode node, string replica)
    {
        var replicas = node["replicas"]!.AsArray();
        replicas.Remove(replicas.Single(r => (string)r! == replica));
    }

    /// <summary>Makes a plan, changes it, and returns what check says.</summary>
    private static async Task<Tool> CheckChangedAsync(Action<JsonNode> change, params string[] options)
    {
        using var fleet = new SmallFleet();
        var plan = JsonNode.Parse(await fleet.PlanAsync())!;
        change(plan);
        var path = fleet.Write("changed.json", plan.ToJsonString());
        return await Tool.RunAsync(["check", path, .. fleet.Files, .. options]);
    }

    [Fact]
    public async Task A_plan_that_the_tool_wrote_is_sound()
    {
        var run = await CheckChangedAsync(_ => { });

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("is sound", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_packs_the_small_fleet_on_its_two_nodes()
    {
        using var fleet = new SmallFleet();
        var summary = JsonNode.Parse(await fleet.PlanAsync())!["summary"]!;

        // 6 cores and 18 GiB need 2 nodes of 4 cores and 16 GiB; web must be in both zones.
        Assert.Equal((6, 2), ((int)summary["nodesBefore"]!, (int)summary["nodesAfter"]!));
        Assert.Equal(800_000, (long)summary["savingMicroDollarsPerHour"]!);
    }

    [Fact]
    public async Task A_replica_on_a_full_node_is_named()
    {
        var run = await CheckChangedAsync(plan =>
        {
            var from = Node(plan, "db/0");
            Remove(from, "db/0");
            Target(plan).Single(n => n != from)!["replicas"]!.AsArray().Add("db/0");
        });

        Assert.Equal(3, run.Code);
        Assert.Contains("Capacity: Node 'n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_replica_is_named()
    {
        var run = await CheckChangedAsync(plan => Remove(Node(plan, "job/0"), "job/0"));

        Assert.Equal(3, run.Code);
        Assert.Contains("LostReplica: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("job/0", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duplicated_replica_is_named()
    {
        var run = await CheckChangedAsync(plan => Target(plan).Single(n => n != Node(plan, "job/0"))!["replicas"]!.AsArray().Add("job/0"));

        Assert.Equal(3, run.Code);
        Assert.Contains("DuplicatedReplica: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("job/0", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_rule_is_named()
    {
        var run = await CheckChangedAsync(plan =>
        {
            // Both copies of web on one node: at most one may be there, and they must be in two zones.
            var (first, second) = (Node(plan, "web/0"), Node(plan, "web/1"));
            Remove(second, "web/1");
            first["replicas"]!.AsArray().Add("web/1");
        });

        Assert.Equal(3, run.Code);
        Assert.Contains("Rule: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("web", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_cost_is_named()
    {
        var run = await CheckChangedAsync(plan => plan["targetCost"]!["nodes"] = 1);

        Assert.Equal(3, run.Code);
        Assert.Contains("WrongCost: The plan says that the nodes of the target cost 1 micro-dollars an hour; the model says 400000.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_of_other_inputs_is_told_apart()
    {
        var run = await CheckChangedAsync(_ => { }, "--target", "90");

        Assert.Equal(3, run.Code);
        Assert.Contains("Snapshot: The plan was made from a model with SHA-256", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verdict_is_also_json()
    {
        var run = await CheckChangedAsync(plan => plan["targetCost"]!["nodes"] = 1, "--json");

        var verdict = JsonDocument.Parse(run.Out).RootElement;
        Assert.False(verdict.GetProperty("isSound").GetBoolean());
        Assert.Equal("WrongCost", verdict.GetProperty("faults")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_is_no_plan_is_invalid_input()
    {
        using var fleet = new SmallFleet();
        var run = await Tool.RunAsync(["check", fleet.Write("plan.json", "{ \"version\": \"one\" }"), .. fleet.Files]);

        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.StartsWith("error: The plan is not readable. Line 1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_fit_is_code_4_with_reasons()
    {
        using var fleet = new SmallFleet();
        fleet.Write("workloads.csv", "id,replicas,cpu,memory\nhuge,1,9,2GiB\n");
        var run = await fleet.RunAsync("plan", "--out", fleet.PlanPath);

        Assert.Equal((4, ""), (run.Code, run.Out));
        Assert.Contains("error: no placement keeps every rule:", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(fleet.PlanPath));
    }

    [Fact]
    public async Task Planning_again_after_the_plan_was_carried_out_moves_nothing()
    {
        using var fleet = new SmallFleet();
        var plan = JsonNode.Parse(await fleet.PlanAsync())!;
        var nodeOf = Target(plan).SelectMany(n => n!["replicas"]!.AsArray().Select(r => ((string)r!, (string)n["node"]!))).ToDictionary();
        var rows = SmallFleet.Workloads.Split('\n').Select(row => row.Split(',')).ToList();
        foreach (var row in rows.Skip(1).Where(r => r.Length > 4))
        {
            row[4] = string.Join(';', Enumerable.Range(0, int.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture)).Select(i => nodeOf[$"{row[0]}/{i}"]));
        }

        fleet.Write("workloads.csv", string.Join('\n', rows.Select(r => string.Join(',', r))));
        var again = JsonNode.Parse(await fleet.PlanAsync())!["summary"]!;

        Assert.Equal((0, 0), ((int)again["steps"]!, (int)again["movedReplicas"]!));
    }

    [Theory]
    [InlineData("--max-moves", "1")]
    [InlineData("--max-minutes", "0.5")]
    [InlineData("--max-move-cost", "0.01")]
    public async Task A_limit_leaves_moves_out_and_names_them(string option, string value)
    {
        using var fleet = new SmallFleet();
        var run = await fleet.RunAsync("plan", "--json", "--time-limit", "5", option, value);
        var plan = JsonNode.Parse(run.Out)!;
        var summary = plan["summary"]!;

        Assert.True(option switch
        {
            "--max-moves" => (int)summary["movedReplicas"]! <= 1,
            "--max-minutes" => (long)summary["makespanMilliseconds"]! <= 30_000,
            _ => (long)summary["moveCostMicroDollars"]! <= 10_000,
        });
        Assert.Contains(plan["kept"]!.AsArray(), k => (string)k!["cause"]! == "OverLimit");
    }

    [Fact]
    public async Task The_plan_is_also_the_text_of_a_pull_request()
    {
        using var fleet = new SmallFleet();
        var run = await fleet.RunAsync("plan", "--out", fleet.PlanPath, "--format", "markdown");

        Assert.Equal(0, run.Code);
        Assert.StartsWith("# Plan: 6 -> 2 nodes", run.Out, StringComparison.Ordinal);
        Assert.Contains("## Nodes freed", run.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(fleet.PlanPath));
    }

    [Fact]
    public async Task A_sound_plan_can_be_signed_off_and_an_unsound_one_not()
    {
        using var fleet = new SmallFleet();
        var plan = await fleet.PlanAsync();
        var approval = fleet["approval.json"];
        var run = await Tool.RunAsync(["check", fleet.PlanPath, .. fleet.Files, "--approve", "Ada", "--approval", approval]);

        Assert.Equal(0, run.Code);
        var signed = JsonNode.Parse(await File.ReadAllTextAsync(approval, TestContext.Current.CancellationToken))!;
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(plan)));
        Assert.Equal((hash, "Ada"), ((string)signed["planSha256"]!, (string)signed["approvedBy"]!));

        File.Delete(approval);
        var broken = fleet.Write("broken.json", plan.Replace("\"extraHops\": 0", "\"extraHops\": 1", StringComparison.Ordinal));
        Assert.Equal(3, (await Tool.RunAsync(["check", broken, .. fleet.Files, "--approve", "Ada", "--approval", approval])).Code);
        Assert.False(File.Exists(approval));
    }

    [Fact]
    public async Task The_same_input_and_seed_give_the_same_plan_bytes()
    {
        using var fleet = new SmallFleet();
        var first = await fleet.RunAsync("plan", "--json", "--threads", "1");
        var second = await fleet.RunAsync("plan", "--json", "--threads", "1");

        Assert.Equal(first.Out, second.Out);
    }
}
