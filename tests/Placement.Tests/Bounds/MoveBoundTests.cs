using CsCheck;
using Placement.Bounds;
using Placement.Problems;
using Placement.Tests.Search;

namespace Placement.Tests.Bounds;

public sealed class MoveBoundTests
{
    [Fact]
    public void No_assignment_that_fits_costs_less_than_the_bounds_say() =>
        Gen.Select(RuleCases.Problems.Where(p => !p.MayLeaveUnplaced), Gen.Int[0, 1_000_000].Array[60]).Sample((problem, draws) =>
        {
            var load = LoadBalanceBound.Compute(problem);
            var withMoves = MoveBound.Of(problem, load);
            var nodes = problem.Start().Nodes.ToArray();
            foreach (var draw in draws)
            {
                nodes[draw % nodes.Length] = draw / 20 % problem.NodeCount;
                var check = AssignmentChecker.Check(problem, new Assignment(nodes));
                if (check.Violations.Any(v => v.Code is ReasonCode.Unplaced or ReasonCode.Capacity or ReasonCode.NotEligible or ReasonCode.Pinned))
                {
                    continue;
                }

                Assert.True(check.Cost.Load + check.Cost.Balance >= load, $"load and balance cost {check.Cost.Load + check.Cost.Balance}, but the bound is {load}; {problem}");
                Assert.True(check.Cost.Total >= withMoves, $"the cost is {check.Cost.Total}, but the bound with moves is {withMoves}; {problem}");
            }
        }, iter: 300);

    [Fact]
    public void Leaving_a_start_that_is_too_hot_costs_the_moves_that_it_takes()
    {
        // Three replicas of 4 on node 0 (target 4): 8 over; no fleet-wide excess. One move relieves at most 4 and costs 5 + 2: two moves cost 5 + 5 + 2 = 12,
        // one 7 and leaves 4 = 11, none leaves 8.
        var problem = PlacementProblem.Create(new()
        {
            ResourceCount = 1, Capacity = [20, 20], Target = [4, 8], LoadWeight = [1], Demand = [4], DemandClass = [0, 0, 0], Workload = [0, 0, 0], Origin = [0, 0, 0], MoveCost = [5, 5, 5], WorkloadMoveCost = 2,
        });

        Assert.Equal(8, MoveBound.Of(problem, 0));
        Assert.Equal(8, AssignmentChecker.Check(problem, problem.Start()).Cost.Total);
    }
}
