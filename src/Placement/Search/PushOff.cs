namespace Placement.Search;

/// <summary>
/// Moves a replica to a node that has no room for it, and pushes one of the replicas there off: home if it is away from its origin, otherwise to a
/// random node. Neighbourhood: replicas x replicas x nodes; O(replicas on the node x dimensions) to test, O(dimensions + rules) to price.
/// </summary>
/// <remarks>
/// An ejection chain of length two, as "big process rearrangement" of Gavranović, Buljubašić and Demirović (2012, doi 10.1016/j.endm.2012.10.025)
/// does for several. Transient resources make it matter: what moved in holds room that nothing but its going home gives back.
/// </remarks>
internal sealed class PushOff(SearchState state, SearchRandom random)
{
    private const int Tries = 8;

    private readonly int _nodes = state.Problem.NodeCount;
    private long _tested;
    private long _priced;
    private long _applied;

    /// <summary>Gets what was done so far.</summary>
    public SearchCounts Counts => new(_tested, _priced, _applied);

    /// <summary>Draws a node and a victim there that makes room for the replica, and applies the chain when it costs at most the threshold.</summary>
    public bool Step(int replica, Threshold threshold)
    {
        var from = state.NodeOf[replica];
        var node = random.Next(_nodes);
        _tested++;
        if ((from < 0 && state.Problem.MayLeaveUnplaced) || node == from || state.CountOn[node] == 0)
        {
            return false;
        }

        var there = state.ReplicasOn(node);
        var start = random.Next(there.Length);
        for (var i = 0; i < there.Length; i++)
        {
            var victim = there[start + i < there.Length ? start + i : start + i - there.Length];
            _tested++;
            if (state.HasRoomWithout(replica, node, victim))
            {
                return Place(replica, from, node, victim, threshold);
            }
        }

        return false;
    }

    private bool Place(int replica, int from, int node, int victim, Threshold threshold)
    {
        var origin = state.Problem.OriginTable[victim];
        if (origin >= 0 && origin != node && origin != from)
        {
            _tested++;
            if (state.HasRoom(victim, origin))
            {
                _priced++;
                if (state.TryPush(replica, node, victim, origin, threshold.Draw(random)))
                {
                    _applied++;
                    return true;
                }
            }
        }

        for (var left = Tries; left > 0; left--)
        {
            var to = random.Next(_nodes);
            _tested++;
            if (to != node && to != from && state.HasRoom(victim, to))
            {
                _priced++;
                if (state.TryPush(replica, node, victim, to, threshold.Draw(random)))
                {
                    _applied++;
                    return true;
                }

                return false;
            }
        }

        return false;
    }
}
