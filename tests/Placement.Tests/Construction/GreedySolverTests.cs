using CsCheck;
using Placement.Construction;
using Placement.Problems;
using Placement.Solving;
using Placement.Tests.Portfolio;

namespace Placement.Tests.Construction;

public sealed class GreedySolverTests
{
    [Fact]
    public void Every_method_keeps_every_hard_rule_or_says_what_is_unplaced() =>
        SmallProblems.Ruled.Sample(
            problem =>
            {
                foreach (var method in Enum.GetValues<GreedyMethod>())
                {
                    var result = new GreedySolver(method).Solve(problem, new SolveOptions(), TestContext.Current.CancellationToken);
                    SmallProblems.AssertHonest(problem, result);
                    Assert.True(result.Assignment is not null || result.Reasons.Count > 0);
                }
            },
            iter: 200);

    [Fact]
    public void First_fit_decreasing_packs_six_and_four_together()
    {
        // 6+4 and 6+4 fill two nodes of 10; any other pairing needs three.
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [10, 10, 10, 10], Price = [1, 1, 1, 1], Demand = [6, 4], DemandClass = [1, 0, 0, 1] });

        var result = new GreedySolver(GreedyMethod.FirstFitDecreasing).Solve(problem, new SolveOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal(2, result.Check!.NodesInUse);
    }

    [Fact]
    public void Replicas_of_a_spread_workload_reach_all_domains_though_one_has_room_for_all()
    {
        var problem = PlacementProblem.Create(new()
        {
            ResourceCount = 1,
            Capacity = [100, 100, 100],
            Price = [1, 1, 1],
            Demand = [1],
            DemandClass = [0, 0, 0],
            Workload = [0, 0, 0],
            Domains = [[0, 1, 2]],
            Spreads = [new(0, 0, 3)],
        });

        Assert.Equal(3, new GreedySolver().Solve(problem, new SolveOptions(), TestContext.Current.CancellationToken).Check!.NodesInUse);
    }
}
