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
                var plan = Plan(problem, fleet.Target, fleet.Limits);
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
