using Placement.Construction;
using Placement.Explanations;
using Placement.Model;
using Placement.Portfolio;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Tests.Explanations;

public sealed class PlacementExplainerTests
{
    private const long GiB = 1L << 30;

    private static Node Machine(string id, long millicores, string zone) => new()
    {
        Id = id,
        Capacity = [millicores, 8 * GiB],
        PriceMicroDollarsPerHour = 1_000_000,
        Labels = new Dictionary<string, string> { ["zone"] = zone },
    };

    private static Workload Service(string id, long millicores, params string?[] nodes) => new()
    {
        Id = id,
        Demand = [millicores, 2 * GiB],
        Replicas = [.. nodes.Select((node, i) => new Replica { Id = $"{id}/{i}", Node = node })],
    };

    private static ClusterModel Fleet(Workload[] workloads, params PlacementRule[] rules) => new()
    {
        Nodes = [Machine("n1", 4_000, "a"), Machine("n2", 4_000, "b"), Machine("n3", 1_000, "b")],
        Workloads = workloads,
        Rules = rules,
    };

    private static IReadOnlyList<ReplicaExplanation> Explain(ClusterModel model, string name, Assignment? plan = null, bool priceRules = false)
    {
        plan ??= new GreedySolver().Solve(ProblemCompiler.Compile(model), new SolveOptions()).Assignment;
        return PlacementExplainer.Explain(
            model, plan, name, new() { Solver = new PortfolioSolver(), Solve = new() { TimeLimit = TimeSpan.FromSeconds(1) }, PriceRules = priceRules }, TestContext.Current.CancellationToken);
    }

    private static NodeVerdict On(ReplicaExplanation explanation, string node) => explanation.Nodes.Single(n => n.Node == node);

    [Fact]
    public void A_node_that_is_too_small_is_told_by_how_much_and_the_amount_would_make_it_fit_at_the_node_s_price_per_unit()
    {
        var found = Assert.Single(Explain(Fleet([Service("web", 3_000, "n1")]), "web/0"));

        var against = Assert.Single(On(found, "n3").Against);
        Assert.Equal((ReasonCode.Capacity, 2_000L, "cpu", "2,000 millicores of cpu too little"), (against.Code, against.Amount, against.Resource, against.Text));
        var set = Assert.Single(found.WouldFit);
        // A node of 1,000 millicores for 1 dollar: 2,000 more are 2 dollars, and n3 itself is switched on for 1.
        Assert.Equal(("n3", "2,000 millicores of cpu more on n3", 3_000_000L), (set.Node, set.ToString(), set.PriceMicroDollarsPerHour));
        Assert.True(On(found, "n2").Fits);
    }

    [Fact]
    public void A_pin_is_named_as_the_reason_and_as_the_rule_to_give_up()
    {
        var found = Explain(Fleet([Service("web", 1_000, "n1")], new Pin { Workload = "web", Node = "n1" }), "web")[0];

        Assert.Equal("n1", found.Planned);
        Assert.Equal(ReasonCode.Pinned, Assert.Single(On(found, "n2").Against).Code);
        Assert.Contains(found.WouldFit, s => s.Node == "n2" && Assert.Single(s.Changes).Kind == FitChangeKind.LiftRule);
    }

    [Fact]
    public void Every_replica_of_a_workload_is_explained_and_an_unknown_name_is_none()
    {
        var model = Fleet([Service("web", 1_000, "n1", "n2")], new ReplicaLimit { Workload = "web", Max = 1 });
        var found = Explain(model, "web");

        Assert.Equal(["web/0", "web/1"], found.Select(f => f.Replica));
        Assert.Equal(ReasonCode.DomainLimit, Assert.Single(On(found[0], found[1].Planned!).Against).Code);
        Assert.Empty(Explain(model, "wob"));
    }

    [Fact]
    public void Moving_one_replica_away_is_preferred_to_giving_up_a_rule()
    {
        // n1 is full of db; db fits on n2 beside mail. web may run in zone a alone, and 500 millicores more there would be an eighth of a dollar.
        var model = Fleet([Service("db", 3_500, "n1"), Service("mail", 100, "n2"), Service("web", 1_000, (string?)null)], new NodeSelector { Workload = "web", Label = "zone", Values = ["a"] });
        var found = Explain(model, "web/0", new Assignment([0, 1, -1]))[0];

        var best = found.WouldFit[0];
        Assert.Equal(("n1", "db/0 moved to n2"), (best.Node, best.ToString()));
        Assert.Equal(0, best.PriceMicroDollarsPerHour);
        Assert.Contains(found.WouldFit, s => s.Changes[0].Kind == FitChangeKind.MoreCapacity && s.PriceMicroDollarsPerHour == 125_000);
        Assert.Contains(found.WouldFit, s => s.Changes[0].Kind == FitChangeKind.AddNode);
    }

    [Fact]
    public void Where_there_is_no_plan_the_best_partial_one_is_explained()
    {
        // Three replicas of 3,000 on two nodes that take one each: one has no place, and a node more would help.
        var found = Explain(Fleet([Service("web", 3_000, null, null, null)]), "web", plan: null);

        var homeless = Assert.Single(found, f => f.Planned is null);
        Assert.All(homeless.Nodes, n => Assert.NotEmpty(n.Against));
        Assert.Contains(homeless.WouldFit, s => s.Changes.Any(c => c.Kind == FitChangeKind.AddNode));
    }

    [Fact]
    public void A_move_is_explained_by_the_cost_terms_that_it_changes()
    {
        var model = Fleet([Service("web", 1_000, "n1"), Service("db", 1_000, "n2")]);
        var found = Explain(model, "web/0", new Assignment([1, 1]))[0];

        Assert.NotNull(found.Move);
        Assert.Empty(found.Move.StayingBreaks);
        Assert.Equal((2_000_000L, 1_000_000L, 1_000_000L), (found.Move.Staying.Nodes, found.Move.Plan.Nodes, found.Move.Saves));
    }

    [Fact]
    public void The_price_of_a_rule_is_the_difference_of_two_solves()
    {
        // Apart, the two need two nodes at 1 dollar; together one.
        var model = Fleet([Service("web", 1_000, "n1"), Service("db", 1_000, "n2")], new CoLocationLimit { Workload = "web", Other = "db", Max = 0 });
        var price = Assert.Single(Explain(model, "web", priceRules: true)[0].Rules);

        Assert.Equal(("beside web at most 0 of db", 2_000_000L, 1_000_000L, 1_000_000L), (price.Rule, price.With, price.Without, price.Price));
    }
}
