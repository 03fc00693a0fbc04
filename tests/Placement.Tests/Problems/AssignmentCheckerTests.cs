using Placement.Model;
using Placement.Problems;

namespace Placement.Tests.Problems;

public sealed class AssignmentCheckerTests
{
    private static CheckResult Check(ProblemDefinition definition, params int[] nodes) => AssignmentChecker.Check(PlacementProblem.Create(definition), new Assignment(nodes));

    private static ReasonCode[] Codes(ProblemDefinition definition, params int[] nodes) => [.. Check(definition, nodes).Violations.Select(v => v.Code)];

    // Two nodes of 10, two replicas of 4 that belong to one workload.
    private static ProblemDefinition Two() => new() { ResourceCount = 1, Capacity = [10, 10], Demand = [4], DemandClass = [0, 0], Workload = [0, 0] };

    [Fact]
    public void Violations_of_a_model_speak_of_its_names_and_units()
    {
        var model = new ClusterModel
        {
            Nodes = [.. new[] { "srv-1", "srv-2" }.Select(id => new Node { Id = id, Capacity = [5600, 8L << 30], Labels = new Dictionary<string, string> { ["zone"] = "a" } })],
            Workloads =
            [
                new Workload { Id = "web", Demand = [3257, 1L << 30], Replicas = [new() { Id = "web/0", Node = "srv-1" }, new() { Id = "web/1", Node = "srv-2" }] },
                new Workload { Id = "db", Demand = [1, 512L << 20], Replicas = [new() { Id = "db/0" }] },
            ],
            Rules = [new ReplicaLimit { Workload = "web", Max = 1 }, new Spread { Workload = "web", Label = "zone", MinDomains = 2 }, new Pin { Workload = "db", Node = "srv-1" }],
        };
        var check = AssignmentChecker.Check(ProblemCompiler.Compile(model), new Assignment([1, 1, -1]));
        var pinned = AssignmentChecker.Check(ProblemCompiler.Compile(model), new Assignment([0, 1, 1]));

        Assert.Equal(
            [
                "Replica 'db/0' has no node.",
                "Node 'srv-2' would hold 6.514 cores of CPU and may hold 5.6 cores: 0.914 cores too much.",
                "Workload 'web' has 2 replicas on node 'srv-2'; the limit is 1.",
                "Workload 'web' is spread over 1 of the values of zone; it needs 2.",
            ],
            check.Violations.Select(v => v.Message));
        Assert.Equal("Replica 'db/0' is on node 'srv-2', but pinned to node 'srv-1'.", pinned.Violations[0].Message);
    }

    [Fact]
    public void A_node_in_use_costs_its_price_once() => Assert.Equal(5, Check(Two() with { Price = [5, 7] }, 0, 0).Cost.Total);

    [Fact]
    public void Usage_at_capacity_fits_and_above_it_does_not()
    {
        var d = Two() with { Capacity = [8, 7] };

        Assert.Empty(Codes(d, 0, 0));
        var violation = Assert.Single(Check(d, 1, 1).Violations);
        Assert.Equal((ReasonCode.Capacity, 1L, 1, 0), (violation.Code, violation.Amount, violation.Node, violation.Dimension));
    }

    [Fact]
    public void A_replica_without_a_node_is_a_violation_unless_it_has_a_price()
    {
        Assert.Equal([ReasonCode.Unplaced], Codes(Two(), 0, -1));
        Assert.Equal(9, Check(Two() with { UnplacedCost = [9] }, 0, -1).Cost.Unplaced);
        Assert.Equal([ReasonCode.UnknownNode], Codes(Two(), 0, 2));
    }

    [Fact]
    public void A_moved_replica_charges_a_transient_resource_on_both_nodes()
    {
        // 4 + 4 stay on node 0 (capacity 8) as long as both are charged there; a third of 4 arrives: 12 > 8.
        var d = new ProblemDefinition { ResourceCount = 1, Capacity = [8, 8], Demand = [4], DemandClass = [0, 0, 0], Origin = [0, 0, 1], Transient = [true] };

        Assert.Equal([ReasonCode.TransientCapacity], Codes(d, 0, 1, 0));
        Assert.Empty(Codes(d with { Transient = [false] }, 0, 1, 0));
    }

    [Fact]
    public void Pins_and_eligibility_bind()
    {
        Assert.Equal([ReasonCode.Pinned], Codes(Two() with { PinnedNode = [1, -1] }, 0, 0));
        Assert.Equal([ReasonCode.NotEligible, ReasonCode.NotEligible], Codes(Two() with { Eligible = [[false, true]] }, 0, 0));
        Assert.Equal([ReasonCode.NotEligible], Codes(Two() with { Eligible = [[false, true]], Origin = [0, 1], MayStay = [true, true] }, 0, 0));
    }

    [Theory]
    [InlineData(RuleStrictness.Hard, 1, 0)]
    [InlineData(RuleStrictness.Soft, 0, 3)]
    [InlineData(RuleStrictness.DoNotWorsen, 0, 0)]
    public void Strictness_decides_whether_a_broken_limit_is_a_violation_a_cost_or_tolerated(RuleStrictness strictness, int violations, long cost)
    {
        // Both replicas start together on node 0 though the limit is one a node.
        var result = Check(Two() with { Origin = [0, 0], DomainLimits = [new(0, -1, 1, strictness, 3)] }, 0, 0);

        Assert.Equal(violations, result.Violations.Count);
        Assert.Equal(cost, result.Cost.SoftRules);
    }

    [Fact]
    public void Do_not_worsen_does_not_let_a_fault_move_elsewhere() =>
        Assert.Equal([ReasonCode.DomainLimit], Codes(Two() with { Origin = [0, 0], DomainLimits = [new(0, -1, 1, RuleStrictness.DoNotWorsen)] }, 1, 1));

    [Fact]
    public void Spread_counts_the_domains_that_hold_a_replica()
    {
        var d = Two() with { Domains = [[0, 1]], Spreads = [new(0, 0, 2)] };

        Assert.Equal([ReasonCode.Spread], Codes(d, 1, 1));
        Assert.Empty(Codes(d, 0, 1));
    }

    [Fact]
    public void Co_location_limits_the_other_workload_only_where_the_first_runs()
    {
        var d = Two() with { DemandClass = [0, 0, 0], Workload = [0, 1, 1], Capacity = [12, 12], CoLocations = [new(0, 1, 1)] };

        Assert.Equal([ReasonCode.CoLocation], Codes(d, 0, 0, 0));
        Assert.Empty(Codes(d, 0, 0, 1));
        Assert.Empty(Codes(d, 0, 1, 1));
    }

    [Fact]
    public void A_dependency_binds_each_domain_of_the_dependent()
    {
        var d = Two() with { Workload = [0, 1], Domains = [[0, 1]], Dependencies = [new(0, 1, 0)] };

        Assert.Equal([ReasonCode.Dependency], Codes(d, 0, 1));
        Assert.Empty(Codes(d, 1, 1));
    }

    [Fact]
    public void Headroom_asks_the_other_used_nodes_to_absorb_a_loss()
    {
        // Node 0 uses 4, node 1 uses 4 of 7: each has room for the other's 4? Node 1 has 3 free, so the loss of node 0 leaves 1 without room.
        var violation = Assert.Single(Check(Two() with { Capacity = [10, 7], HeadroomLevels = [-1] }, 0, 1).Violations);

        Assert.Equal((ReasonCode.Headroom, 1L, 0), (violation.Code, violation.Amount, violation.Node));
        Assert.Empty(Codes(Two() with { Capacity = [10, 8], HeadroomLevels = [-1] }, 0, 1));
    }

    [Fact]
    public void Every_cost_term_is_worked_out_by_hand()
    {
        // Node 0: capacity (10, 10), target (3, 10). Node 1: capacity (10, 10). Demand (4, 1) each; both replicas started on node 1 and one moved to node 0.
        var d = new ProblemDefinition
        {
            ResourceCount = 2,
            Capacity = [10, 10, 10, 10],
            Target = [3, 10, 10, 10],
            LoadWeight = [2, 0],
            Price = [100, 200],
            Demand = [4, 1],
            DemandClass = [0, 0],
            Workload = [0, 0],
            Origin = [1, 1],
            MoveCost = [7, 7],
            WorkloadMoveCost = 11,
            NodeMoveCost = [0, 1, 5, 0],
            NodeMoveWeight = 3,
            Balances = [new(0, 1, 2, 10)],
        };
        var cost = Check(d, 0, 1).Cost;

        Assert.Equal(300, cost.Nodes);
        Assert.Equal(2 * (4 - 3), cost.Load);
        Assert.Equal(7, cost.ReplicaMoves);
        Assert.Equal(11, cost.WorkloadMoves);
        Assert.Equal(3 * 5, cost.NodeMoves);
        Assert.Equal(10 * 2 * ((2 * 6) - 9), cost.Balance); // both nodes have 6 and 9 free
        Assert.Equal(300 + 2 + 7 + 11 + 15 + 60, cost.Total);
    }

    [Fact]
    public void The_move_limit_counts_replicas_away_from_home() => Assert.Equal([ReasonCode.MoveLimit], Codes(Two() with { Origin = [0, 0], MaxMoves = 0 }, 0, 1));

    [Fact]
    public void Time_slots_are_charged_one_by_one()
    {
        // Opposite peaks (5 then 1, 1 then 5) share a node of 6; two equal peaks do not.
        var d = new ProblemDefinition { ResourceCount = 1, SlotCount = 2, Capacity = [6], Demand = [5, 1, 1, 5], DemandClass = [0, 1] };

        Assert.Empty(Codes(d, 0, 0));
        Assert.Equal([ReasonCode.Capacity], Codes(d with { DemandClass = [0, 0] }, 0, 0));
    }

    [Fact]
    public void A_rule_of_the_host_is_measured_on_every_node()
    {
        var d = Two() with { CustomRules = [new AtMostOne()] };

        Assert.Equal([ReasonCode.Custom], Codes(d, 0, 0));
        Assert.Empty(Codes(d, 0, 1));
    }

    [Fact]
    public void An_assignment_for_another_problem_is_refused() => Assert.Throws<ArgumentException>(() => Check(Two(), 0));

    private sealed class AtMostOne : ICustomRule
    {
        public string Name => "at most one";

        public bool IsHard => true;

        public long Measure(PlacementProblem problem, int node, ReadOnlySpan<int> replicas) => Math.Max(0, replicas.Length - 1);
    }
}
