using Placement.Model;
using static Placement.Tests.Inventory.InventoryText;

namespace Placement.Tests.Inventory;

public sealed class WorkloadReaderTests
{
    private const string Nodes = "id,cpu,memory_gib,price,zone,disk\nn1,4,16,1,a,\nn2,4,16,1,b,\nn3,4,16,1,c,";

    [Fact]
    public async Task Requests_replicas_and_current_nodes_are_read()
    {
        var inventory = await ReadAsync(Nodes, "service,replicas,cpu_request,memory_request_mib,nodes,priority\nweb,3,0.5001,512,n1;n2,7");

        var workload = Assert.Single(inventory.Workloads);
        Assert.Equal([501L, 512L << 20], workload.Requested);
        Assert.Equal(workload.Requested, workload.Demand);
        Assert.Equal(7, workload.Priority);
        Assert.Equal([("web/0", "n1"), ("web/1", "n2"), ("web/2", null)], workload.Replicas.Select(r => (r.Id, r.Node)));
    }

    [Fact]
    public async Task A_workload_without_a_request_has_none_rather_than_zero() =>
        Assert.Empty((await ReadAsync(Nodes, "id,nodes\nweb,n1")).Workloads[0].Requested);

    [Fact]
    public async Task Every_rule_column_becomes_its_rule()
    {
        var inventory = await ReadAsync(Nodes, """
            id,replicas,max_per_node,max_per,spread,selector,tolerations,pin,apart_from,needs
            web,3,1,zone:2,zone:2,zone=a|b,gpu=yes;old,1=n2,db;batch:2,db:zone
            db,1,,,,,,,,
            batch,1,,,,,,n3,,
            """);

        Assert.Equal(
            [
                "at most 1 of web per node",
                "at most 2 of web per zone",
                "web in at least 2 of zone",
                "web only where zone is a or b",
                "web/1 on n2",
                "beside web at most 0 of db",
                "beside web at most 2 of batch",
                "web needs db in the same zone",
                "batch on n3",
            ],
            inventory.Rules.Select(r => r.Describe()));
        Assert.All(inventory.Rules, rule => Assert.Equal(RuleStrictness.Hard, rule.Strictness));
        Assert.Equal(["gpu=yes", "old"], inventory.Workloads[0].Tolerations.Select(t => t.ToString()));
        Placement.Problems.ProblemCompiler.Compile(inventory.ToModel());
    }

    [Theory]
    [InlineData("replicas", "0", "The value must be a whole number from 1 to 100000.")]
    [InlineData("replicas", "two", "The value must be a whole number from 1 to 100000.")]
    [InlineData("nodes", "n1;n2;n3;n1", "The workload runs on 4 nodes but has 2 replicas.", "replicas", "2")]
    [InlineData("nodes", "n9", "The node is not in the node list.")]
    [InlineData("spread", "zone:3", "The workload has only 1 replicas.")]
    [InlineData("spread", "3", "The rule is written LABEL:COUNT")]
    [InlineData("spread", "rack:1", "No node has the label rack. The labels are zone.")]
    [InlineData("selector", "zone", "A selector is written LABEL=VALUE")]
    [InlineData("selector", "zone=d", "No node has the label with this value.")]
    [InlineData("pin", "n9", "The node is not in the node list.")]
    [InlineData("pin", "5=n1", "The replica must be a number from 0 to 0.")]
    [InlineData("apart_from", "web", "The rule names the workload itself.")]
    [InlineData("apart_from", "dta", "The workload is not in the list. Correct the name")]
    [InlineData("needs", "databse", "The workload is not in the list. Maybe database is meant.")]
    [InlineData("needs", "database:rack", "No node has the label rack.")]
    [InlineData("priority", "1001", "The value must be a whole number from 0 to 1000.")]
    [InlineData("cpu", "1", "Only one of CPU and memory is requested.")]
    public async Task A_wrong_value_is_named_with_its_place_and_the_rule(string column, string value, string expected, string? other = null, string otherValue = "")
    {
        var faults = await FaultsAsync(Nodes, $"id,{column}{(other is null ? "" : $",{other}")}\nweb,{value}{(other is null ? "" : $",{otherValue}")}\ndatabase,{(other is null ? "" : ",")}");

        var fault = Assert.Single(faults);
        Assert.StartsWith("workloads.csv:2, column ", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_rule_column_is_refused_since_dropping_a_rule_in_silence_would_be_worse() =>
        Assert.Contains("looks like \"spread\" misspelt", Assert.Single(await FaultsAsync(Nodes, "id,spraed\nweb,zone:1")), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_of_faults_lists_the_first_hundred()
    {
        var faults = await FaultsAsync(Nodes, $"id,nodes\n{string.Concat(Enumerable.Range(0, 300).Select(i => $"w{i},x{i}\n"))}");

        Assert.Equal(101, faults.Length);
        Assert.Contains("200 more faults are not listed.", faults[^1], StringComparison.Ordinal);
    }
}
