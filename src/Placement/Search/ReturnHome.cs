namespace Placement.Search;

/// <summary>
/// Moves one replica back to its origin. Neighbourhood: moved replicas; O(dimensions + rules of the workload).
/// </summary>
/// <remarks>
/// A random node is home once in as many draws as there are nodes, so a search that only relocates fills the transient room of every node with
/// replicas that gain next to nothing there. Drawing home far more often is what lets the few moves that matter happen.
/// </remarks>
internal sealed class ReturnHome(SearchState state, SearchRandom random)
{
    private long _tested;
    private long _priced;
    private long _applied;

    /// <summary>Gets what was done so far.</summary>
    public SearchCounts Counts => new(_tested, _priced, _applied);

    /// <summary>Moves a replica that is away from its origin home when that costs at most the threshold.</summary>
    public bool Step(int replica, Threshold threshold)
    {
        var origin = state.Problem.OriginTable[replica];
        _tested++;
        if (origin < 0 || origin == state.NodeOf[replica] || !state.HasRoom(replica, origin) || !state.IsPermitted(replica, origin))
        {
            return false;
        }

        _priced++;
        if (!state.TryMove(replica, origin, threshold.Draw(random), nameof(ReturnHome)))
        {
            return false;
        }

        _applied++;
        return true;
    }
}
