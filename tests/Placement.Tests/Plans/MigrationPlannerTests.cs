using CsCheck;
using Placement.Plans;
using Placement.Problems;

namespace Placement.Tests.Plans;

public sealed class MigrationPlannerTests
{
    private static readonly CompileOptions Permitted = new() { UnplacedCost = 1_000_000 };

    [Fact]
    public void Every_prefix_of_every_plan_on_random_fleets_is_safe()
    {
        RandomFleets.Gen.Sample(
            fleet =>
            {
                var problem = ProblemCompiler.Compile(fleet.Model, Permitted);
                var plan = Plan(problem, fleet.Target, fleet.Limits, new MigrationOptions { MaxSearchStates = 100, Attempts = 7 });
                Assert.True(plan.MakespanMilliseconds >= plan.MakespanBoundMilliseconds, $"{plan.MakespanMilliseconds} ms is below the bound {plan.MakespanBoundMilliseconds} ms.");
                var verdict = StepChecker.Check(problem, plan, fleet.Limits);
                Assert.True(verdict.IsSafe, string.Join('\n', verdict.Faults));
                Assert.All(plan.Kept, k => Assert.Equal(problem.Origin(k.Replica), plan.Target[k.Replica]));
                for (var p = 0; p < problem.ReplicaCount; p++)
                {
                    Assert.True(plan.Target[p] == fleet.Target[p] || plan.Kept.Any(k => k.Replica == p), $"Replica {p} neither reaches its target nor is named as kept.");
                }
            },
            iter: 500);
    }

    [Fact]
    public void A_full_swap_goes_through_a_free_node_with_one_extra_hop()
    {
        var problem = Swap(freeNode: 10);
        var plan = Plan(problem, new Assignment([1, 0]), new MigrationLimits { MovedResource = 0, UnitsPerSecond = 1, StartMilliseconds = 0 });
        Assert.Empty(plan.Kept);
        Assert.Equal(1, plan.ExtraHops);
        Assert.Equal(3, plan.StepCount);
        Assert.True(StepChecker.Check(problem, plan, new MigrationLimits { MovedResource = 0, UnitsPerSecond = 1, StartMilliseconds = 0 }).IsSafe);
    }

    [Fact]
    public void A_full_swap_without_a_free_node_keeps_a_replica_and_says_why()
    {
        var problem = Swap(freeNode: 0);
        var plan = Plan(problem, new Assignment([1, 0]), new MigrationLimits());
        Assert.Equal(0, plan.StepCount);
        Assert.Equal(2, plan.Kept.Count);
        Assert.All(plan.Kept, k => Assert.Contains("lacks", k.Reason, StringComparison.Ordinal));
        Assert.All(plan.Kept, k => Assert.True(k.IsProven));
    }

    [Fact]
    public void A_full_swap_of_a_workload_that_may_stop_first_needs_no_hop()
    {
        var problem = Swap(freeNode: 0);
        var limits = new MigrationLimits { MayStopFirst = [true, false] };
        var plan = Plan(problem, new Assignment([1, 0]), limits);
        Assert.Empty(plan.Kept);
        Assert.Equal(0, plan.ExtraHops);
        Assert.Equal([StepKind.Stop, StepKind.Move, StepKind.Start], plan.Waves.SelectMany(w => w.Steps).Select(s => s.Kind));
        Assert.True(StepChecker.Check(problem, plan, limits).IsSafe);
    }

    [Fact]
    public void A_workload_follows_the_one_it_depends_on_although_each_has_one_replica()
    {
        var problem = PlacementProblem.Create(new ProblemDefinition
        {
            ResourceCount = 1,
            Capacity = [10, 10],
            Demand = [1],
            DemandClass = [0, 0],
            Origin = [0, 0],
            Dependencies = [new DomainDependency(0, 1, -1)],
        });
        var limits = new MigrationLimits();
        var plan = Plan(problem, new Assignment([1, 1]), limits);
        Assert.Empty(plan.Kept);
        Assert.Equal(0, plan.ExtraHops);
        Assert.True(StepChecker.Check(problem, plan, limits).IsSafe);
        Assert.Equal([(StepKind.Start, 1), (StepKind.Move, 0), (StepKind.Stop, 1)], plan.Waves.SelectMany(w => w.Steps).Select(s => (s.Kind, s.Replica)));
    }

    [Fact]
    public void Replicas_change_places_between_two_zones_that_both_must_hold_one()
    {
        // One runs in both zones until the other has come: no third place and no extra hop is needed, although only one may be down at a time.
        var problem = Zones(nodesPerZone: 2, [0, 2]);
        var plan = Plan(problem, new Assignment([3, 1]), new MigrationLimits(), new MigrationOptions { MaxSearchStates = 0 });
        Assert.Empty(plan.Kept);
        Assert.Equal(0, plan.ExtraHops);
        Assert.True(StepChecker.Check(problem, plan, new MigrationLimits()).IsSafe);
    }

    [Fact]
    public void Replicas_that_change_nodes_between_zones_go_through_a_node_nearby()
    {
        // At most one a node: neither can come before the other has gone, and neither zone may be without. Each goes through the other node of a zone: no order of steps needs fewer hops.
        var problem = Zones(nodesPerZone: 2, [0, 2]);
        var plan = Plan(problem, new Assignment([2, 0]), new MigrationLimits(), new MigrationOptions { MaxSearchStates = 0 });
        Assert.Empty(plan.Kept);
        Assert.Equal(Plan(problem, new Assignment([2, 0]), new MigrationLimits()).ExtraHops, plan.ExtraHops);
        Assert.Equal(2, plan.ExtraHops);
        Assert.True(StepChecker.Check(problem, plan, new MigrationLimits()).IsSafe);
    }

    [Fact]
    public void A_change_of_nodes_between_zones_of_one_node_each_is_proved_impossible()
    {
        var plan = Plan(Zones(nodesPerZone: 1, [0, 1]), new Assignment([1, 0]), new MigrationLimits());
        Assert.Equal(0, plan.StepCount);
        Assert.Equal(2, plan.Kept.Count);
        Assert.All(plan.Kept, k => Assert.True(k.IsProven));
    }

    [Fact]
    public void A_replica_kept_back_without_need_is_never_called_proved()
    {
        // The exhaustive search and the constructed plan never contradict each other, and what it finds is as safe.
        RandomFleets.Gen.Sample(
            fleet =>
            {
                var problem = ProblemCompiler.Compile(fleet.Model, Permitted);
                var constructed = Plan(problem, fleet.Target, fleet.Limits, new MigrationOptions { MaxSearchStates = 0, ExactUpToMoves = 0 });
                var searched = Plan(problem, fleet.Target, fleet.Limits, new MigrationOptions { MaxSearchStates = 500, ExactUpToMoves = 0 });
                Assert.True(searched.Kept.Count <= constructed.Kept.Count);
                Assert.True(StepChecker.Check(problem, searched, fleet.Limits).IsSafe);
            },
            iter: 60);
    }

    [Fact]
    public void No_order_is_needed_when_nothing_moves()
    {
        var problem = Swap(freeNode: 0);
        var plan = Plan(problem, problem.Start(), new MigrationLimits());
        Assert.Empty(plan.Waves);
        Assert.Empty(plan.Kept);
    }

    [Fact]
    public void The_node_that_saves_most_for_what_is_moved_is_freed_first()
    {
        // Nodes 0 and 1 empty into node 2; node 1 costs more and holds as little.
        var problem = PlacementProblem.Create(new ProblemDefinition
        {
            ResourceCount = 1,
            Capacity = [10, 10, 10],
            Price = [1, 5, 1],
            Demand = [1],
            DemandClass = [0, 0],
            Origin = [0, 1],
        });
        var plan = Plan(problem, new Assignment([2, 2]), new MigrationLimits { MaxStepsPerWave = 1 });
        Assert.Equal([1, 0], plan.Waves.Select(w => w.Steps[0].Replica));
    }

    [Fact]
    public void The_exact_order_is_never_worse_than_the_constructed_one()
    {
        RandomFleets.Gen.Sample(
            fleet =>
            {
                var problem = ProblemCompiler.Compile(fleet.Model, Permitted);
                var constructed = Plan(problem, fleet.Target, fleet.Limits, new MigrationOptions { ExactUpToMoves = 0 });
                var exact = Plan(problem, fleet.Target, fleet.Limits);
                Assert.True((exact.Kept.Count, exact.ExtraHops, exact.MakespanMilliseconds).CompareTo((constructed.Kept.Count, constructed.ExtraHops, constructed.MakespanMilliseconds)) <= 0);
            },
            iter: 100);
    }

    [Fact]
    public void The_exact_order_finds_the_shortest_time_that_was_worked_out_by_hand()
    {
        // Both fit beside each other: each node sends one and receives the other, 6 + 4 units at 1 a second. In two waves it would be 4 s + 6 s: no less.
        var problem = PlacementProblem.Create(new ProblemDefinition { ResourceCount = 1, Capacity = [10, 10], Demand = [6, 4], DemandClass = [0, 1], Origin = [0, 1] });
        var plan = Plan(problem, new Assignment([1, 0]), new MigrationLimits { MovedResource = 0, UnitsPerSecond = 1, StartMilliseconds = 0 });
        Assert.Empty(plan.Kept);
        Assert.Equal(0, plan.ExtraHops);
        Assert.Equal(10_000, plan.MakespanMilliseconds);
    }

    /// <summary>Two zones; a workload of two replicas, at most one a node, that must be in both.</summary>
    private static PlacementProblem Zones(int nodesPerZone, int[] origin) => PlacementProblem.Create(new ProblemDefinition
    {
        ResourceCount = 1,
        Capacity = [.. Enumerable.Repeat(10L, 2 * nodesPerZone)],
        Demand = [1],
        DemandClass = [0, 0],
        Workload = [0, 0],
        Origin = origin,
        Domains = [[.. Enumerable.Range(0, 2 * nodesPerZone).Select(n => n / nodesPerZone)]],
        DomainLimits = [new DomainLimit(0, -1, 1)],
        Spreads = [new DomainSpread(0, 0, 2)],
    });

    internal static MigrationPlan Plan(PlacementProblem problem, Assignment target, MigrationLimits limits, MigrationOptions? options = null) =>
        MigrationPlanner.Plan(problem, target, limits, options, TestContext.Current.CancellationToken);

    /// <summary>Two nodes, full with one replica each, and a third node.</summary>
    internal static PlacementProblem Swap(long freeNode) => PlacementProblem.Create(new ProblemDefinition
    {
        ResourceCount = 1,
        Capacity = [10, 10, freeNode],
        Demand = [10],
        DemandClass = [0, 0],
        Origin = [0, 1],
    });
}
