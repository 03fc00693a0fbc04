using CsCheck;
using Placement.Problems;
using Placement.Search;
using Placement.Solving;

namespace Placement.Tests.Search;

public sealed class LocalSearchSolverTests
{
    private static readonly LocalSearchSolver Checked = new() { CheckEveryMove = true };

    [Fact]
    public void Every_applied_change_costs_what_the_checker_says_and_the_result_is_never_dearer_than_the_start() =>
        RuleCases.Problems.Sample(problem =>
        {
            var start = AssignmentChecker.Check(problem, problem.Start());

            var result = Checked.Solve(problem, Limited(4_096 * 6), TestContext.Current.CancellationToken);

            if (start.IsFeasible)
            {
                Assert.True(result.Cost <= start.Cost.Total);
            }

            if (result.Assignment is { } assignment)
            {
                Assert.True(AssignmentChecker.Check(problem, assignment).IsFeasible);
            }
            else
            {
                Assert.NotEmpty(result.Reasons);
            }
        }, iter: 60);

    [Fact]
    public void One_thread_with_a_seed_and_a_work_limit_gives_the_same_answer_again() =>
        RuleCases.Problems.Sample(problem =>
        {
            var first = new LocalSearchSolver().Solve(problem, Limited(50_000), TestContext.Current.CancellationToken);
            var second = new LocalSearchSolver().Solve(problem, Limited(50_000), TestContext.Current.CancellationToken);

            Assert.Equal(first.Assignment, second.Assignment);
        }, iter: 20);

    [Fact]
    public void With_steps_for_many_passes_the_answer_is_feasible_the_same_again_and_no_dearer_than_the_start() =>
        RuleCases.Problems.Sample(problem =>
        {
            var steps = Limited((320_000L * problem.ReplicaCount) + 1);
            var start = AssignmentChecker.Check(problem, problem.Start());
            var first = new LocalSearchSolver().Solve(problem, steps, TestContext.Current.CancellationToken);
            var second = new LocalSearchSolver().Solve(problem, steps, TestContext.Current.CancellationToken);

            Assert.Equal(first.Assignment, second.Assignment);
            Assert.True(!start.IsFeasible || first.Cost <= start.Cost.Total);
            Assert.True(first.Assignment is null || AssignmentChecker.Check(problem, first.Assignment).IsFeasible);
        }, iter: 4);

    [Fact]
    public void A_sub_problem_gives_up_when_no_leaf_of_it_mends_the_overfull_node()
    {
        // What overfills node 0 fits nowhere, and the others take none of what it lacks: each of the 2^16 placements of those on the other nodes leaves it overfull.
        var problem = PlacementProblem.Create(new()
        {
            ResourceCount = 2,
            Capacity = [10, 100, 10, 100, 10, 100],
            Demand = [20, 0, 0, 1],
            DemandClass = [0, .. Enumerable.Repeat(1, 40)],
            Origin = [.. Enumerable.Repeat(0, 41)],
        });
        var search = new SubproblemSearch(new SearchState(new SearchModel(problem), problem.Start()), new SearchRandom(1, 0));

        for (var i = 0; i < 10; i++)
        {
            Assert.False(search.Mend(nodes: 3, replicas: 16, failures: 200));
        }

        Assert.InRange(search.Priced, 1, 400_000);
    }

    [Fact]
    public void Two_replicas_share_the_cheap_node_and_the_dear_one_is_switched_off()
    {
        // Nodes at 5 and 2 with room for both replicas; the start spreads them: 7. On the cheap node alone: 2.
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [10, 10], Price = [5, 2], Demand = [4], DemandClass = [0, 0], Origin = [0, 1] });

        var result = Checked.Solve(problem, Limited(20_000), TestContext.Current.CancellationToken);

        Assert.Equal(2, result.Cost);
        Assert.Equal(new Assignment([1, 1]), result.Assignment);
    }

    [Fact]
    public void A_large_replica_gets_its_place_by_pushing_a_small_one_off()
    {
        // Node 0 holds the large one (6 of 6, target 0: 6 over); it fits on node 1 (target 8) only when the small one there (4) goes to node 0, where it is 4 over, or to node 2 (free).
        var problem = PlacementProblem.Create(new()
        {
            ResourceCount = 1,
            Capacity = [6, 8, 4],
            Target = [0, 8, 4],
            LoadWeight = [1],
            Demand = [6, 4],
            DemandClass = [0, 1],
            Origin = [0, 1],
        });

        var result = Checked.Solve(problem, Limited(20_000), TestContext.Current.CancellationToken);

        Assert.Equal(0, result.Cost);
        Assert.Equal(SolveStatus.Optimal, result.Status);
    }

    [Fact]
    public void A_large_replica_gets_its_place_when_three_small_ones_make_room()
    {
        // The large one (6) is 6 over the target of node 0 and fits on node 1 (capacity and target 6) only alone; the three small ones there (2 each) find their room on nodes 2 to 4.
        var problem = PlacementProblem.Create(new()
        {
            ResourceCount = 1,
            Capacity = [6, 6, 2, 2, 2],
            Target = [0, 6, 2, 2, 2],
            LoadWeight = [1],
            Demand = [6, 2],
            DemandClass = [0, 1, 1, 1],
            Origin = [0, 1, 1, 1],
        });

        var result = Checked.Solve(problem, Limited(20_000), TestContext.Current.CancellationToken);

        Assert.Equal(0, result.Cost);
    }

    [Fact]
    public void No_replicas_is_solved_at_once()
    {
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [1], Demand = [], DemandClass = [] });

        Assert.Equal(SolveStatus.Optimal, new LocalSearchSolver().Solve(problem, Limited(1_000), TestContext.Current.CancellationToken).Status);
    }

    [Fact]
    public void A_cancelled_token_means_no_answer()
    {
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [2, 2], LoadWeight = [1], Target = [0, 0], Demand = [1], DemandClass = [0, 0], Origin = [0, 1] });

        Assert.Throws<OperationCanceledException>(() => new LocalSearchSolver().Solve(problem, Limited(1_000_000), new CancellationToken(true)));
    }

    private static SolveOptions Limited(long work) => new() { Threads = 1, Seed = 7, WorkLimit = work, TimeLimit = TimeSpan.FromMinutes(5) };
}
