using Placement.Model;
using Placement.Portfolio;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Tests.Portfolio;

public sealed class BadInputTests
{
    private static readonly SolveOptions Short = new() { TimeLimit = TimeSpan.FromSeconds(20), Threads = 1, WorkLimit = 5_000 };

    private static ClusterModel Fleet(long capacity, int nodes, long demand, int replicas, params PlacementRule[] rules) => new()
    {
        Resources = [ResourceDefinition.Cpu],
        Nodes = [.. Enumerable.Range(0, nodes).Select(n => new Node { Id = $"n{n}", Capacity = [capacity], PriceMicroDollarsPerHour = 5, Labels = new Dictionary<string, string> { ["zone"] = $"z{n % 2}" } })],
        Workloads = [new Workload { Id = "web", Demand = [demand], Replicas = [.. Enumerable.Range(0, replicas).Select(i => new Replica { Id = $"web/{i}" })] }],
        Rules = rules,
    };

    private static SolveResult Solve(ClusterModel model) => new PortfolioSolver().Solve(ProblemCompiler.Compile(model), Short, TestContext.Current.CancellationToken);

    private static void AssertInfeasible(ClusterModel model, ReasonCode code, string word)
    {
        var result = Solve(model);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.Null(result.Assignment);
        Assert.Contains(result.Reasons, r => r.Code == code && r.Message.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public void A_replica_larger_than_every_node_is_named() => AssertInfeasible(Fleet(10, 3, 11, 1), ReasonCode.Capacity, "is larger than each of the 3 nodes");

    [Fact]
    public void Nodes_without_capacity_take_nothing() => AssertInfeasible(Fleet(0, 3, 1, 2), ReasonCode.Capacity, "all nodes together may hold 0 cores");

    [Fact]
    public void Replicas_without_demand_fit_on_nodes_without_capacity()
    {
        var result = Solve(Fleet(0, 3, 0, 2));
        Assert.Equal((SolveStatus.Optimal, 5), (result.Status, result.Cost));
    }

    [Fact]
    public void More_demand_than_the_fleet_has_is_counted() => AssertInfeasible(Fleet(10, 3, 8, 4), ReasonCode.Capacity, "need 0.032 cores of CPU");

    [Fact]
    public void No_replicas_cost_nothing()
    {
        var result = Solve(Fleet(10, 3, 8, 0));
        Assert.Equal((SolveStatus.Optimal, 0), (result.Status, result.Cost));
    }

    [Fact]
    public void A_limit_a_node_that_the_nodes_cannot_keep_is_counted() => AssertInfeasible(Fleet(100, 2, 1, 3, new ReplicaLimit { Workload = "web", Max = 1 }), ReasonCode.DomainLimit, "at most 1 may be on one node; it may use 2");

    [Fact]
    public void A_spread_and_a_selector_that_contradict_are_counted() =>
        AssertInfeasible(
            Fleet(100, 4, 1, 3, new Spread { Workload = "web", Label = "zone", MinDomains = 2 }, new NodeSelector { Workload = "web", Label = "zone", Values = ["z0"] }),
            ReasonCode.Spread,
            "must be spread over 2 of the values of zone; its replicas can reach 1");

    [Fact]
    public void More_replicas_alike_than_the_nodes_hold_are_counted() => // 3 x 6 = 18 of 20, but no two of them fit on a node of 10.
        AssertInfeasible(Fleet(10, 2, 6, 3), ReasonCode.Capacity, "the 2 nodes that they may use hold 2 of them");

    [Fact]
    public void Replicas_that_fit_in_sum_but_in_no_packing_are_proved_impossible()
    {
        // 9 + 4 x 7 = 37 of 40 on four nodes of 10, but no node holds two of them.
        var model = Fleet(10, 4, 7, 4);
        var result = Solve(model with { Workloads = [.. model.Workloads, new Workload { Id = "db", Demand = [9], Replicas = [new Replica { Id = "db/0" }] }] });
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.NotEmpty(result.Reasons);
    }

    [Fact]
    public void Two_workloads_that_must_be_together_and_apart_are_proved_impossible()
    {
        var model = Fleet(10, 2, 1, 1, new CoLocationLimit { Workload = "web", Other = "db", Max = 0 }, new Affinity { Workload = "web", Other = "db" });
        model = model with { Workloads = [.. model.Workloads, new Workload { Id = "db", Demand = [1], Replicas = [new Replica { Id = "db/0" }] }] };
        var result = Solve(model);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.NotEmpty(result.Reasons);
    }

    [Theory]
    [InlineData(-1, 1, "n0")]
    [InlineData(10, -1, "web")]
    public void A_negative_amount_is_refused_with_its_name(long capacity, long demand, string name) =>
        Assert.Contains(Assert.Throws<ProblemException>(() => ProblemCompiler.Compile(Fleet(capacity, 1, demand, 1))).Faults, f => f.Contains(name, StringComparison.Ordinal) && f.Contains("-1", StringComparison.Ordinal));

    [Fact]
    public void Amounts_near_the_end_of_64_bits_are_refused_not_wrapped() =>
        Assert.NotEmpty(Assert.Throws<ProblemException>(() => ProblemCompiler.Compile(Fleet(long.MaxValue, 3, long.MaxValue / 2, 4))).Faults);

    [Fact]
    public void Unknown_names_are_refused() =>
        Assert.Contains(Assert.Throws<ProblemException>(() => ProblemCompiler.Compile(Fleet(10, 2, 1, 1, new ReplicaLimit { Workload = "wbe", Max = 1 }))).Faults, f => f.Contains("'wbe'", StringComparison.Ordinal));
}
