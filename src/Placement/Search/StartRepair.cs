using Placement.Problems;

namespace Placement.Search;

/// <summary>Makes the best of a start that breaks rules: takes off what may not be there or does not fit, and puts back what has no node.</summary>
internal sealed class StartRepair(SearchState state, SearchRandom random)
{
    private const int MostTries = 1_000;

    public void Run()
    {
        for (var p = 0; p < state.NodeOf.Length; p++)
        {
            if (state.NodeOf[p] is >= 0 and var node && (!state.Problem.IsEligible(p, node) || state.IsOverfull(node)))
            {
                state.Move(p, Assignment.Unplaced);
            }
        }

        // Large first: small ones find room later.
        foreach (var p in Enumerable.Range(0, state.NodeOf.Length).Where(p => state.NodeOf[p] < 0).OrderByDescending(p => state.Model.Size(state.Problem.DemandClassTable[p])).ThenBy(p => p))
        {
            Place(p);
        }
    }

    private void Place(int replica)
    {
        var nodes = state.Problem.NodeCount;
        var all = nodes <= MostTries;
        var best = -1;
        var cheapest = new Delta(long.MaxValue, 0);
        for (var i = 0; i < Math.Min(nodes, MostTries); i++)
        {
            var node = all ? i : random.Next(nodes);
            if (!state.HasRoom(replica, node) || !state.IsPermitted(replica, node))
            {
                continue;
            }

            var price = state.Price(replica, node);
            if (best < 0 || price.Violation < cheapest.Violation || (price.Violation == cheapest.Violation && price.Cost < cheapest.Cost))
            {
                (best, cheapest) = (node, price);
            }
        }

        if (best >= 0 && cheapest.Violation <= 0)
        {
            state.Apply(replica, best, cheapest);
        }
    }
}
