namespace Placement.Search;

/// <summary>
/// Empties a node, so that its price is saved: every replica on it goes to the cheapest of a few nodes in use that have room. Neighbourhood: nodes;
/// O(replicas on the node x (dimensions + rules)).
/// </summary>
internal sealed class EmptyNode(SearchState state, SearchRandom random)
{
    private const int MostReplicas = 64;
    private const int Tries = 24;
    private const int Choices = 4;

    private readonly int[] _replicas = new int[MostReplicas];

    /// <summary>Gets the number of candidates priced so far.</summary>
    public long Priced { get; private set; }

    /// <summary>Tells whether emptying a node can save anything.</summary>
    public static bool Supports(SearchModel model) => model.HasPrices;

    /// <summary>Empties the node with the fewest replicas of a few random ones when that costs at most the threshold.</summary>
    public bool Step(Threshold threshold)
    {
        var node = Choose();
        if (node < 0)
        {
            return false;
        }

        var count = state.CountOn[node];
        state.ReplicasOn(node).CopyTo(_replicas);
        var before = state.Cost;
        var violation = state.Violation;
        var done = 0;
        while (done < count && Place(_replicas[done], node))
        {
            done++;
        }

        if (done == count && (state.Violation < violation || (state.Violation == violation && state.Cost - before <= threshold.Draw(random))))
        {
            state.Verify(nameof(EmptyNode), violation == 0);
            return true;
        }

        while (done > 0)
        {
            state.Move(_replicas[--done], node);
        }

        return false;
    }

    private int Choose()
    {
        var best = -1;
        for (var i = 0; i < Choices; i++)
        {
            var node = random.Next(state.Problem.NodeCount);
            if (state.CountOn[node] is > 0 and <= MostReplicas && (best < 0 || state.CountOn[node] < state.CountOn[best]))
            {
                best = node;
            }
        }

        return best;
    }

    private bool Place(int replica, int node)
    {
        var best = -1;
        var cheapest = new Delta(long.MaxValue, long.MaxValue);
        for (var left = Tries; left > 0; left--)
        {
            var to = random.Next(state.Problem.NodeCount);
            if (to == node || state.CountOn[to] == 0 || !state.HasRoom(replica, to) || !state.IsPermitted(replica, to))
            {
                continue;
            }

            Priced++;
            var price = state.Price(replica, to);
            if (price.Violation < cheapest.Violation || (price.Violation == cheapest.Violation && price.Cost < cheapest.Cost))
            {
                (best, cheapest) = (to, price);
            }
        }

        if (best >= 0)
        {
            state.Apply(replica, best, cheapest);
        }

        return best >= 0;
    }
}
