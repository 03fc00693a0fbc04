namespace Placement.Search;

/// <summary>
/// Moves a replica to a random node whether or not there is room, and takes others off that node until it is within its capacity again: each goes to the cheapest of its
/// origin, the node that the first one left, and a few random nodes. Neighbourhood: replicas x nodes x ways to make room; O(replicas seen x dimensions) a victim.
/// </summary>
/// <remarks>
/// The "big process rearrangement" of Gavranović, Buljubašić and Demirović (2012, doi 10.1016/j.endm.2012.10.025), here as one move of the annealing. Transient resources
/// make it matter: a node takes in no more than was free at the start, whoever leaves, so a large replica gets its place only when smaller ones that moved in go.
/// </remarks>
internal sealed class Rearrange(SearchState state, SearchRandom random, Homeward homeward)
{
    private const int MostVictims = 4;
    private const int MostSeen = 24;
    private const int Tries = 16;

    private readonly int _nodes = state.Problem.NodeCount;
    private readonly int[] _moved = new int[MostVictims + 1];
    private readonly int[] _cameFrom = new int[MostVictims + 1];
    private int _count;
    private long _tested;
    private long _priced;
    private long _applied;

    /// <summary>Gets what was done so far.</summary>
    public SearchCounts Counts => new(_tested, _priced, _applied);

    /// <summary>Draws a node, makes room there, and keeps the whole change when it costs at most the threshold.</summary>
    public bool Step(int replica, Threshold threshold)
    {
        var from = state.NodeOf[replica];
        var node = homeward.DrawNode(replica);
        _tested++;
        if (node == from || (from < 0 && state.Problem.MayLeaveUnplaced) || !state.IsPermitted(replica, node))
        {
            return false;
        }

        var (cost, violation, lack, allowed) = (state.Cost, state.Violation, state.Lack, state.LackOf(node));
        _count = 0;
        _priced++;
        Move(replica, node, state.Price(replica, node));
        while (state.LackOf(node) > allowed)
        {
            if (_count > MostVictims || !TakeOff(replica, from, node, allowed))
            {
                Undo();
                return false;
            }
        }

        var change = state.Cost - cost + (state.Lack == lack ? 0 : (long)((state.Lack - lack) * state.LackPrice));
        if (state.Violation < violation || (state.Violation == violation && change <= threshold.Draw(random)))
        {
            state.Verify(nameof(Rearrange), violation == 0);
            _applied++;
            return true;
        }

        Undo();
        return false;
    }

    /// <summary>Takes one replica off: the first seen that leaves enough room, or the one that leaves most.</summary>
    private bool TakeOff(int replica, int from, int node, long allowed)
    {
        var there = state.ReplicasOn(node);
        var at = random.Next(there.Length);
        var victim = -1;
        var least = 0L;
        for (var left = Math.Min(MostSeen, there.Length); left > 0 && state.LackOf(node) + least > allowed; left--)
        {
            at = at + 1 == there.Length ? 0 : at + 1;
            _tested++;
            if (there[at] != replica && state.LeaveLack(there[at], node) is var change && change < least)
            {
                (victim, least) = (there[at], change);
            }
        }

        return victim >= 0 && PutElsewhere(victim, from, node);
    }

    private bool PutElsewhere(int victim, int from, int node)
    {
        var best = -1;
        var cheapest = new Delta(long.MaxValue, long.MaxValue);
        for (var i = 0; i < Tries + 2; i++)
        {
            var to = i == 0 ? state.Problem.OriginTable[victim] : i == 1 ? from : random.Next(_nodes);
            _tested++;
            if (to < 0 || to == node || !state.HasRoom(victim, to) || !state.IsPermitted(victim, to))
            {
                continue;
            }

            _priced++;
            var price = state.Price(victim, to);
            if (price.Violation < cheapest.Violation || (price.Violation == cheapest.Violation && price.Cost < cheapest.Cost))
            {
                (best, cheapest) = (to, price);
            }
        }

        if (best >= 0)
        {
            Move(victim, best, cheapest);
        }

        return best >= 0;
    }

    private void Move(int replica, int to, Delta price)
    {
        (_moved[_count], _cameFrom[_count]) = (replica, state.NodeOf[replica]);
        _count++;
        state.Apply(replica, to, price);
    }

    private void Undo()
    {
        while (--_count >= 0)
        {
            state.Move(_moved[_count], _cameFrom[_count]);
        }
    }
}
