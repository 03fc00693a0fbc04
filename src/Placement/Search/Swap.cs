namespace Placement.Search;

/// <summary>
/// Two replicas on different nodes change places. Neighbourhood: replicas x replicas; O(dimensions) to test, O(dimensions + rules of both workloads) to price.
/// </summary>
internal sealed class Swap(SearchState state, SearchRandom random)
{
    private const int Tries = 12;

    private readonly int _replicas = state.Problem.ReplicaCount;

    /// <summary>Gets the number of candidates tested so far.</summary>
    public long Tested { get; private set; }

    /// <summary>Gets the number of candidates priced so far.</summary>
    public long Priced { get; private set; }

    /// <summary>Draws partners until one and the replica fit in each other's place, and swaps them when that costs at most the threshold.</summary>
    public bool Step(int first, Threshold threshold)
    {
        var a = state.NodeOf[first];
        if (a < 0)
        {
            return false;
        }

        for (var left = Tries; left > 0; left--)
        {
            var second = random.Next(_replicas);
            var b = state.NodeOf[second];
            if (b < 0 || a == b || !state.HaveRoomSwapped(first, second))
            {
                continue;
            }

            Tested += Tries - left + 1;
            Priced++;
            return TrySwap(first, second, a, b, threshold.Draw(random));
        }

        Tested += Tries;
        return false;
    }

    private bool TrySwap(int first, int second, int a, int b, long limit)
    {
        var cost = state.SwapNodeCosts(first, second) + state.MoveCostChange(first, a, b) + state.MoveCostChange(second, b, a);
        if (cost > limit && state.Violation == 0 && !state.Model.HasSavings)
        {
            return false;
        }

        return state.TryExchange(first, second, limit);
    }
}
