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

    /// <summary>Gets the number of candidates tested so far.</summary>
    public long Tested { get; private set; }

    /// <summary>Gets the number of candidates priced so far.</summary>
    public long Priced { get; private set; }

    /// <summary>Draws nodes until one has room for the replica, and moves it there when that costs at most the threshold.</summary>
    public bool Step(int replica, Threshold threshold)
    {
        var from = state.NodeOf[replica];
        if (state.Problem.MayLeaveUnplaced && from >= 0 && random.Next(UnplaceOneIn) == 0)
        {
            return state.TryMove(replica, Assignment.Unplaced, threshold.Draw(random), nameof(Relocate));
        }

        for (var left = Tries; left > 0; left--)
        {
            var to = random.Next(_nodes);
            if (!state.HasRoom(replica, to) || to == from || !state.IsPermitted(replica, to))
            {
                continue;
            }

            Tested += Tries - left + 1;
            Priced++;
            return state.TryMove(replica, to, threshold.Draw(random), nameof(Relocate));
        }

        Tested += Tries;
        return false;
    }
}
