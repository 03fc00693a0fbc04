using CsCheck;
using Placement.Problems;
using Placement.Search;
using Placement.Solving;

namespace Placement.Tests.Search;

public sealed class MoveExchangeTests
{
    private static readonly Gen<(PlacementProblem Problem, int[] Draws)> Walks = Gen.Select(RuleCases.Problems, Gen.Int[0, 1_000_000].Array[60]);

    [Fact]
    public void Threads_that_exchange_moves_end_with_one_assignment_that_keeps_the_rules_and_costs_what_the_checker_says() =>
        Walks.Sample(c =>
        {
            if (!AssignmentChecker.Check(c.Problem, c.Problem.Start()).IsFeasible)
            {
                return;
            }

            var model = new SearchModel(c.Problem);
            var shared = new SharedMoves(3);
            var states = Enumerable.Range(0, 3).Select(_ => new SearchState(model, c.Problem.Start()) { NotesMoves = true }).ToArray();
            var exchanges = states.Select((s, i) => new MoveExchange(s, shared, i)).ToArray();
            foreach (var draw in c.Draws)
            {
                MoveWithinRules(states[draw % 3], draw / 3);
                if (draw % 4 == 0)
                {
                    exchanges[draw / 4 % 3].Run();
                }
            }

            Array.ForEach([.. exchanges, .. exchanges], e => e.Run());

            var check = AssignmentChecker.Check(c.Problem, states[0].Snapshot());
            Assert.True(check.IsFeasible, $"{string.Join(" ", check.Violations.Select(v => v.Message))} Problem: {c.Problem}");
            Assert.All(states, s => Assert.Equal(check.Cost.Total, s.Cost));
            Assert.All(states, s => Assert.Equal(states[0].NodeOf, s.NodeOf));
        }, iter: 2_000);

    [Fact]
    public void Moves_that_do_not_meet_are_all_kept_and_of_two_that_do_the_first_handed_over_is()
    {
        // Four nodes with room for one more each. Both move to node 2, which has room for one; the second thread's other move stays.
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [2, 2, 1, 1], Demand = [1], DemandClass = [0, 0, 0, 0], Origin = [0, 0, 1, 1] });
        var model = new SearchModel(problem);
        var shared = new SharedMoves(2);
        var (first, second) = (new SearchState(model, problem.Start()) { NotesMoves = true }, new SearchState(model, problem.Start()) { NotesMoves = true });
        var (mine, other) = (new MoveExchange(first, shared, 0), new MoveExchange(second, shared, 1));
        first.Move(0, 2);
        second.Move(2, 2);
        second.Move(3, 3);

        mine.Run();
        other.Run();
        mine.Run();

        Assert.Equal([2, 0, 1, 3], first.NodeOf);
        Assert.Equal(first.NodeOf, second.NodeOf);
    }

    [Fact]
    public void Threads_on_one_assignment_price_every_change_as_the_checker_does_and_are_never_dearer_than_the_start() =>
        RuleCases.Problems.Sample(problem =>
        {
            var start = AssignmentChecker.Check(problem, problem.Start());
            var options = new SolveOptions { Threads = 3, Seed = 7, WorkLimit = 4_096 * 9, TimeLimit = TimeSpan.FromMinutes(5) };

            var result = new LocalSearchSolver { CheckEveryMove = true, SharedFrom = 0 }.Solve(problem, options, TestContext.Current.CancellationToken);

            Assert.True(!start.IsFeasible || result.Cost <= start.Cost.Total);
            Assert.True(result.Assignment is null || AssignmentChecker.Check(problem, result.Assignment).IsFeasible);
        }, iter: 60);

    private static void MoveWithinRules(SearchState state, int draw)
    {
        var replica = draw % state.Problem.ReplicaCount;
        var to = draw / 20 % state.Problem.NodeCount;
        if (to != state.NodeOf[replica] && state.HasRoom(replica, to) && state.IsPermitted(replica, to) && state.Price(replica, to).Violation == 0)
        {
            state.Move(replica, to);
        }
    }
}
