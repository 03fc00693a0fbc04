using Placement.Construction;
using Placement.Sizing;
using Placement.Studies;
using static Placement.Tests.Inventory.InventoryText;

namespace Placement.Tests.Studies;

public sealed class PlacementExplainerTests
{
    private static async Task<StudyResult> StudyAsync(string workloads)
    {
        var inventory = await ReadAsync("id,cpu,memory_gib,price,zone\nn1,4,8,1,a\nn2,4,8,1,b\nn3,1,8,1,b", workloads);
        return ConsolidationStudy.Run(
            StudyInputs.Create(inventory, null, SizingPolicy.ByRequest),
            new() { Solver = new GreedySolver(), Greedy = new GreedySolver(), Headline = new() { ByRequest = true, TargetPercent = 100 }, SensitivityTargets = [] },
            TestContext.Current.CancellationToken);
    }

    private static NodeVerdict On(ReplicaExplanation explanation, string node) => explanation.Nodes.Single(n => n.Node == node);

    [Fact]
    public async Task A_node_that_is_too_small_is_told_by_how_much_and_the_amount_would_make_it_fit()
    {
        var found = Assert.Single(PlacementExplainer.Explain(await StudyAsync("id,cpu,memory_gib,nodes\nweb,3,2,n1"), "web/0", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(["2,000 millicores of cpu too little"], On(found, "n3").Against);
        Assert.Contains("2,000 millicores of cpu more on n3", found.WouldFit);
        Assert.True(On(found, "n2").Fits);
    }

    [Fact]
    public async Task A_pin_is_named_as_the_reason()
    {
        var found = PlacementExplainer.Explain(await StudyAsync("id,cpu,memory_gib,nodes,pin\nweb,1,2,n1,n1"), "web", cancellationToken: TestContext.Current.CancellationToken)[0];

        Assert.Equal("n1", found.Planned);
        Assert.Equal(["pinned to another node"], On(found, "n2").Against);
    }

    [Fact]
    public async Task Every_replica_of_a_workload_is_explained_and_an_unknown_name_is_none()
    {
        var study = await StudyAsync("id,replicas,cpu,memory_gib,nodes,max_per_node\nweb,2,1,2,n1;n2,1");
        var found = PlacementExplainer.Explain(study, "web", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["web/0", "web/1"], found.Select(f => f.Replica));
        Assert.Equal(["too many replicas of its workload on the node or in its domain"], On(found[0], found[1].Planned!).Against);
        Assert.Empty(PlacementExplainer.Explain(study, "wob", cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_price_of_a_rule_is_the_difference_of_two_solves()
    {
        // Apart, the two need two nodes at 1 dollar; together one.
        var study = await StudyAsync("id,cpu,memory_gib,nodes,apart_from\nweb,1,2,n1,db\ndb,1,2,n2,");
        var price = Assert.Single(PlacementExplainer.Explain(study, "web", priceRules: true, TestContext.Current.CancellationToken)[0].Rules);

        Assert.Equal(("beside web at most 0 of db", 2_000_000L, 1_000_000L, 1_000_000L), (price.Rule, price.With, price.Without, price.Price));
    }
}
