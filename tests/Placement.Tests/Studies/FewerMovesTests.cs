using CsCheck;
using Placement.Construction;
using Placement.Problems;
using Placement.Solving;
using Placement.Studies;

namespace Placement.Tests.Studies;

public sealed class FewerMovesTests
{
    [Fact]
    public void Equal_nodes_and_replicas_are_renamed_so_that_more_stay()
    {
        // Workload 0 has two equal replicas on nodes 0 and 1; the plan puts both on node 2, which equals node 0.
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [10, 10, 10], Price = [1, 1, 1], Demand = [4], DemandClass = [0, 0], Workload = [0, 0], Origin = [0, 1] });
        var plan = SolveResult.Judge(problem, new([2, 2]), Bound.Zero, "test", TimeSpan.Zero);

        Assert.Equal((2, 1), (plan.Check!.Moves, FewerMoves.Apply(problem, plan).Check!.Moves));
    }

    [Fact]
    public void Nodes_that_differ_in_price_are_not_exchanged()
    {
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [10, 10], Price = [2, 1], Demand = [4], DemandClass = [0], Workload = [0], Origin = [0] });
        var plan = SolveResult.Judge(problem, new([1]), Bound.Zero, "test", TimeSpan.Zero);

        Assert.Equal(plan.Assignment, FewerMoves.Apply(problem, plan).Assignment);
    }

    [Fact]
    public void It_never_costs_more_never_moves_more_and_stays_feasible() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 10], Gen.Int[0, 1_000_000]).Sample((nodes, replicas, seed) =>
        {
            var random = new Random(seed);
            var problem = PlacementProblem.Create(new()
            {
                ResourceCount = 1,
                Capacity = [.. Enumerable.Range(0, nodes).Select(_ => (long)random.Next(8, 11))],
                Price = [.. Enumerable.Range(0, nodes).Select(_ => (long)random.Next(1, 3))],
                Demand = [1, 3],
                DemandClass = [.. Enumerable.Range(0, replicas).Select(p => p / 2 % 2)],
                Workload = [.. Enumerable.Range(0, replicas).Select(p => p / 2)],
                Origin = [.. Enumerable.Range(0, replicas).Select(_ => random.Next(-1, nodes))],
                Domains = [[.. Enumerable.Range(0, nodes).Select(n => n % 2)]],
                DomainLimits = [new DomainLimit(0, 0, 1)],
            });
            var plan = new GreedySolver().Solve(problem, new SolveOptions(), TestContext.Current.CancellationToken);
            var after = FewerMoves.Apply(problem, plan);

            Assert.Equal(plan.Assignment is null, after.Assignment is null);
            if (after.Check is { } check)
            {
                Assert.True(check.IsFeasible && check.Cost.Total <= plan.Cost && check.Moves <= plan.Check!.Moves);
            }
        }, iter: 300);
}
