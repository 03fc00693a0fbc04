using CsCheck;
using Placement.Problems;
using Placement.Search;

namespace Placement.Tests.Search;

public sealed class SearchStateTests
{
    [Fact]
    public void The_price_of_any_move_is_the_difference_that_the_checker_sees() =>
        Walks.Sample(c =>
        {
            var state = new SearchState(new SearchModel(c.Problem), c.Problem.Start());
            foreach (var (replica, to) in Steps(c))
            {
                var price = state.Price(replica, to);
                var before = state.Cost;
                state.Move(replica, to);

                Assert.Equal(before + price.Cost, state.Cost);
                var cost = AssignmentChecker.Check(c.Problem, state.Snapshot()).Cost;
                Assert.True(cost.Total == state.Cost, $"replica {replica} -> node {to}, now {state.Snapshot()}: the state says {state.Cost}, the checker {cost}");
            }
        }, iter: 1_000);

    [Fact]
    public void The_replicas_away_are_those_on_another_node_than_their_origin() =>
        Walks.Sample(c =>
        {
            var state = new SearchState(new SearchModel(c.Problem), c.Problem.Start());
            foreach (var (replica, to) in Steps(c))
            {
                state.Move(replica, to);

                var away = Enumerable.Range(0, c.Problem.ReplicaCount).Where(p => state.NodeOf[p] >= 0 && c.Problem.OriginTable[p] >= 0 && state.NodeOf[p] != c.Problem.OriginTable[p]);
                Assert.Equal(away, state.Away().ToArray().Order());
            }
        }, iter: 1_000);

    [Fact]
    public void The_state_calls_feasible_exactly_what_the_checker_accepts() =>
        Walks.Sample(c =>
        {
            var state = new SearchState(new SearchModel(c.Problem), c.Problem.Start());
            foreach (var (replica, to) in Steps(c))
            {
                state.Move(replica, to);

                var violations = AssignmentChecker.Check(c.Problem, state.Snapshot()).Violations;
                Assert.Equal(violations.Count == 0, state.IsFeasible());
            }
        }, iter: 1_000);

    [Fact]
    public void From_a_feasible_state_a_move_is_feasible_exactly_when_room_permission_and_price_say_so() =>
        Walks.Sample(c =>
        {
            var state = new SearchState(new SearchModel(c.Problem), c.Problem.Start());
            foreach (var (replica, to) in Steps(c))
            {
                if (!state.IsFeasible() || state.NodeOf[replica] == to)
                {
                    state.Move(replica, to);
                    continue;
                }

                var said = to < 0
                    ? state.Price(replica, to).Violation == 0
                    : state.HasRoom(replica, to) && state.IsPermitted(replica, to) && state.Price(replica, to).Violation == 0;
                var from = state.NodeOf[replica];
                state.Move(replica, to);
                var accepted = AssignmentChecker.Check(c.Problem, state.Snapshot()).IsFeasible;

                Assert.Equal(accepted, said);
                if (!accepted)
                {
                    state.Move(replica, from);
                }
            }
        }, iter: 1_000);

    [Fact]
    public void A_swap_that_keeps_the_rules_is_done_at_exactly_its_cost_and_no_other_is() =>
        Walks.Sample(c =>
        {
            var model = new SearchModel(c.Problem);
            var state = new SearchState(model, c.Problem.Start());
            foreach (var (first, to) in Steps(c))
            {
                state.Move(first, to);
                var second = (first + 1) % c.Problem.ReplicaCount;
                var (a, b) = (state.NodeOf[first], state.NodeOf[second]);
                if (a < 0 || b < 0 || a == b || state.Violation > 0)
                {
                    continue;
                }

                var swapped = new SearchState(model, state.Snapshot());
                swapped.Move(first, b);
                swapped.Move(second, a);
                var keepsRules = swapped.Violation == 0 && c.Problem.IsEligible(first, b) && c.Problem.IsEligible(second, a);
                var cost = swapped.Cost - state.Cost;

                Assert.False(state.TryExchange(first, second, cost - 1));
                Assert.Equal((a, b), (state.NodeOf[first], state.NodeOf[second]));
                Assert.Equal(keepsRules, state.TryExchange(first, second, cost));
            }
        }, iter: 1_000);

    [Fact]
    public void Two_replicas_have_room_swapped_exactly_when_the_swapped_nodes_are_not_overfull() =>
        Walks.Sample(c =>
        {
            var state = new SearchState(new SearchModel(c.Problem), c.Problem.Start());
            foreach (var (first, to) in Steps(c))
            {
                state.Move(first, to);
                var second = (first + 1) % c.Problem.ReplicaCount;
                var a = state.NodeOf[first];
                var b = state.NodeOf[second];
                if (a < 0 || b < 0 || a == b || state.IsOverfull(a) || state.IsOverfull(b))
                {
                    continue;
                }

                var room = state.HaveRoomSwapped(first, second);
                var load = state.SwapNodeCosts(first, second);
                var before = state.NodeCost(a) + state.NodeCost(b);
                state.Move(first, b);
                state.Move(second, a);

                Assert.Equal(room, !state.IsOverfull(a) && !state.IsOverfull(b));
                Assert.Equal(before + load, state.NodeCost(a) + state.NodeCost(b));
            }
        }, iter: 1_000);

    [Fact]
    public void The_lack_of_room_is_0_exactly_when_no_node_is_overfull_and_its_changes_add_up() =>
        Walks.Sample(c =>
        {
            var state = new SearchState(new SearchModel(c.Problem), c.Problem.Start());
            foreach (var (replica, to) in Steps(c))
            {
                var from = state.NodeOf[replica];
                var placed = from >= 0 && to >= 0 && from != to;
                var expected = placed ? state.Lack + state.LeaveLack(replica, from) + state.EnterLack(replica, to) : 0;
                var second = (replica + 1) % c.Problem.ReplicaCount;
                var (a, b) = (state.NodeOf[replica], state.NodeOf[second]);
                if (a >= 0 && b >= 0 && a != b)
                {
                    var swapped = state.Lack + state.SwapLack(replica, second, a, b);
                    state.Move(replica, b);
                    state.Move(second, a);
                    Assert.Equal(swapped, state.Lack);
                    state.Move(second, b);
                    state.Move(replica, a);
                }

                state.Move(replica, to);

                Assert.Equal(state.HasOverfullNode(), state.Lack > 0);
                Assert.True(!placed || expected == state.Lack);
            }
        }, iter: 1_000);

    private static readonly Gen<(PlacementProblem Problem, int[] Draws)> Walks = Gen.Select(RuleCases.Problems, Gen.Int[0, 1_000_000].Array[40]);

    private static IEnumerable<(int Replica, int To)> Steps((PlacementProblem Problem, int[] Draws) c) =>
        c.Draws.Select(draw => (draw % c.Problem.ReplicaCount, (draw / 20 % (c.Problem.NodeCount + 1)) - 1));
}
