namespace Placement.Search;

/// <summary>
/// Two replicas on different nodes change places. Neighbourhood: replicas x replicas; O(dimensions) to test, O(dimensions + rules of both workloads) to price.
/// </summary>
internal sealed class Swap(SearchState state, SearchRandom random, Homeward homeward)
{
    private const int Tries = 12;

    private long _tested;
    private long _priced;
    private long _applied;

    /// <summary>Gets what was done so far.</summary>
    public SearchCounts Counts => new(_tested, _priced, _applied);

    /// <summary>Draws partners until one and the replica fit in each other's place, and swaps them when that costs at most the threshold.</summary>
    public bool Step(int first, Threshold threshold)
    {
        var a = state.NodeOf[first];
        if (a < 0)
        {
            return false;
        }

        var price = state.LackPrice;
        var hard = price >= SearchState.NoOverload;
        var next = Draw(first);
        for (var left = Tries; left > 0; left--)
        {
            var second = next;
            next = Draw(first);
            var b = second < 0 ? -1 : state.NodeOf[second];
            if (b < 0 || a == b)
            {
                continue;
            }

            _tested++;
            if (hard && !state.HaveRoomSwapped(first, second))
            {
                continue;
            }

            var drawn = threshold.Draw(random);
            var lack = hard ? 0 : state.SwapLack(first, second, a, b) * price;
            var limit = state.MayGain ? double.MaxValue : drawn + state.MoveCost(first, a) + state.MoveCost(second, b);
            // No node can become cheaper than nothing, which turns most down before they are priced.
            if (!hard && lack - state.NodeCost(a) - state.NodeCost(b) > limit)
            {
                continue;
            }

            _priced++;
            if (lack + state.SwapNodeCosts(first, second) <= limit && state.TryExchange(first, second, (long)(drawn - lack)))
            {
                _applied++;
                return true;
            }
        }

        return false;
    }

    private int Draw(int first)
    {
        var second = homeward.DrawPartner(first);
        if (second >= 0)
        {
            state.FetchDemand(second);
        }

        return second;
    }
}
