using Placement.Problems;
using Placement.Search;

namespace Placement.Tests.Search;

public sealed class HomewardTests
{
    private const int Nodes = 16;

    [Fact]
    public void A_replica_that_is_away_looks_at_its_origin_and_the_nodes_that_are_cheapest_to_move_to()
    {
        var homeward = Away(out var state, (from, to) => Math.Abs(from - to));
        homeward.Share = 1 - 1e-9;

        var drawn = Enumerable.Range(0, 1_000).Select(_ => homeward.DrawNode(0)).GroupBy(n => n).Where(g => g.Count() > 50).Select(g => g.Key).Order();

        Assert.Equal([0, 1, 2], drawn); // an eighth of 16 nodes are near, and the origin
        Assert.Equal([1, 2], state.Model.NearTo(0).ToArray().Order());
        Assert.Equal(0, homeward.DrawReplica());
    }

    [Fact]
    public void Where_all_moves_cost_the_same_only_the_origin_is_near()
    {
        var homeward = Away(out var state, null);
        homeward.Share = 1 - 1e-9;

        var drawn = Enumerable.Range(0, 1_000).Select(_ => homeward.DrawNode(0)).GroupBy(n => n).Where(g => g.Count() > 50).Select(g => g.Key);

        Assert.Equal([0], drawn);
        Assert.Equal(0, state.Model.NearTo(0).Length);
    }

    [Fact]
    public void A_replica_at_home_or_a_share_of_none_looks_anywhere()
    {
        var homeward = Away(out var state, (from, to) => Math.Abs(from - to));
        Assert.Equal(Nodes, Enumerable.Range(0, 1_000).Select(_ => homeward.DrawNode(0)).Distinct().Count());
        Assert.Equal(-1, homeward.DrawReplica());

        homeward.Share = 1 - 1e-9;
        state.Move(0, 0);
        Assert.Equal(Nodes, Enumerable.Range(0, 1_000).Select(_ => homeward.DrawNode(0)).Distinct().Count());
        Assert.Equal(-1, homeward.DrawReplica());
    }

    /// <summary>One replica of node 0 that was moved to node 9.</summary>
    private static Homeward Away(out SearchState state, Func<int, int, int>? nodeMoveCost)
    {
        var problem = PlacementProblem.Create(new()
        {
            ResourceCount = 1,
            Capacity = [.. Enumerable.Repeat(10L, Nodes)],
            Demand = [1],
            DemandClass = [0],
            Workload = [0],
            Origin = [0],
            MoveCost = [1],
            NodeMoveCost = nodeMoveCost is null ? null : [.. Enumerable.Range(0, Nodes * Nodes).Select(i => nodeMoveCost(i / Nodes, i % Nodes))],
            NodeMoveWeight = nodeMoveCost is null ? 0 : 1,
        });
        state = new SearchState(new SearchModel(problem), problem.Start());
        state.Move(0, 9);
        return new Homeward(state, new SearchRandom(1, 0));
    }
}
