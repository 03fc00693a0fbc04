using Placement.Problems;

namespace Placement.Search;

/// <summary>
/// Moves one replica to another node. Neighbourhood: replicas x nodes; O(dimensions) to test, O(dimensions + rules of the workload) to price.
/// </summary>
internal sealed class Relocate(SearchState state, SearchRandom random)
{
    private const int Tries = 12;
    private const int UnplaceOneIn = 64;

    private readonly int _nodes = state.Problem.NodeCount;
    private long _tested;
    private long _priced;
    private long _applied;

    /// <summary>Gets what was done so far.</summary>
    public SearchCounts Counts => new(_tested, _priced, _applied);

    /// <summary>Draws nodes for the replica and moves it to the first that costs at most the threshold.</summary>
    public bool Step(int replica, Threshold threshold)
    {
        var from = state.NodeOf[replica];
        if (from < 0)
        {
            return Place(replica, threshold);
        }

        if (state.Problem.MayLeaveUnplaced && random.Next(UnplaceOneIn) == 0)
        {
            return state.TryMove(replica, Assignment.Unplaced, threshold.Draw(random), nameof(Relocate));
        }

        // What leaving saves is the same for all candidates. Cheapest test first: the lack of room turns most down.
        var price = state.LackPrice;
        var hard = price >= SearchState.NoOverload;
        var lackLeft = hard ? 0 : state.LeaveLack(replica, from);
        var saved = -state.LeaveCost(replica, from) + state.MoveCost(replica, from);
        var next = random.Next(_nodes);
        for (var left = Tries; left > 0; left--)
        {
            var to = next;
            next = random.Next(_nodes);
            state.FetchRoom(next);
            if (to == from)
            {
                continue;
            }

            _tested++;
            if (hard && !state.HasRoom(replica, to))
            {
                continue;
            }

            var drawn = threshold.Draw(random);
            var lack = hard ? 0 : (lackLeft + state.EnterLack(replica, to)) * price;
            var limit = state.MayGain ? double.MaxValue : drawn + saved;
            // The node can become no cheaper than nothing, which turns most down before they are priced.
            if (!hard && lack - state.NodeCost(to) > limit)
            {
                continue;
            }

            _priced++;
            if (lack + state.EnterCost(replica, to) <= limit && state.IsPermitted(replica, to)
                && state.TryMove(replica, to, (long)(drawn - lack), nameof(Relocate)))
            {
                _applied++;
                return true;
            }
        }

        return false;
    }

    private bool Place(int replica, Threshold threshold)
    {
        for (var left = Tries; left > 0; left--)
        {
            var to = random.Next(_nodes);
            _tested++;
            if (state.HasRoom(replica, to) && state.IsPermitted(replica, to))
            {
                _priced++;
                return state.TryMove(replica, to, threshold.Draw(random), nameof(Relocate));
            }
        }

        return false;
    }
}
