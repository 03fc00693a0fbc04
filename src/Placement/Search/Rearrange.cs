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
    private const int Ahead = 4;    // so many are asked for before they are looked at
    private const int Tries = 16;

    private readonly int _nodes = state.Problem.NodeCount;
    private readonly (int Replica, int CameFrom, Delta Price)[] _moved = new (int, int, Delta)[MostVictims + 1];
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

        _priced++;
        var first = DrawFirst(node);
        var limit = threshold.Draw(random);
        var price = state.Price(replica, node);
        var lack = state.EnterLack(replica, node);
        var (victim, to) = (-1, -1);
        if (lack <= 0 ? IsTooDear(replica, from, price, lack, limit) : !FindFirst(replica, from, node, first, price, lack, limit, out victim, out to))
        {
            return false;
        }

        var (costBefore, violationBefore, lackBefore, allowed) = (state.Cost, state.Violation, state.Lack, state.LackOf(node));
        _count = 0;
        Move(replica, node, price);
        if (victim >= 0)
        {
            Move(victim, to, state.Price(victim, to));
        }

        while (state.LackOf(node) > allowed)
        {
            if (_count > MostVictims || !TakeOff(replica, from, node, allowed))
            {
                Undo();
                return false;
            }
        }

        var change = state.Cost - costBefore + (state.Lack == lackBefore ? 0 : (state.Lack - lackBefore) * state.LackPrice);
        if (state.Violation < violationBefore || (state.Violation == violationBefore && change <= limit))
        {
            state.Verify(nameof(Rearrange), violationBefore == 0);
            _applied++;
            return true;
        }

        Undo();
        return false;
    }

    /// <summary>Finds who leaves first and where to, before anything is moved: most steps end here, for want of a place or because the change is known to cost too much.</summary>
    private bool FindFirst(int replica, int from, int node, int first, Delta price, long lack, long limit, out int victim, out int to)
    {
        (victim, var missing) = FindVictim(replica, node, first, lack, isThere: false);
        (to, var place) = victim < 0 ? (-1, default) : FindPlace(victim, node, from, replica);
        if (to < 0)
        {
            return false;
        }

        var leaving = state.ExchangeCost(node, victim, replica) - state.EnterCost(replica, node);
        return missing > 0 || !IsTooDear(replica, from, price + place + new Delta(leaving, 0), missing, limit, victim);
    }

    /// <summary>Tells whether a change is known to cost too much before it is made. Rules may see more in two moves together than in each of them: then the exact price decides.</summary>
    private bool IsTooDear(int replica, int from, Delta price, long lack, long limit, int victim = -1)
    {
        if (state.MayGain)
        {
            return false;
        }

        lack += from < 0 ? 0 : state.LeaveLack(replica, from);
        var cost = price.Cost + (lack == 0 ? 0 : lack * state.LackPrice) - (victim < 0 ? 0 : 2 * state.Problem.WorkloadMoveCost);
        return cost > limit || (price.Violation > 0 && (victim < 0 || !AreLinked(replica, victim)));
    }

    private bool AreLinked(int replica, int other)
    {
        var (v, w) = (state.Problem.WorkloadTable[replica], state.Problem.WorkloadTable[other]);
        return v == w || state.Model.HasGlobalRules || state.Model.Rules.AreLinked(v, w);
    }

    private bool TakeOff(int replica, int from, int node, long allowed)
    {
        var (victim, _) = FindVictim(replica, node, DrawFirst(node), state.LackOf(node) - allowed, isThere: true);
        if (victim < 0 || FindPlace(victim, node, from, -1) is not ( >= 0 and var to, var price))
        {
            return false;
        }

        Move(victim, to, price + new Delta(state.LeaveCost(victim, node), 0));
        return true;
    }

    /// <summary>Draws where on a node to begin to look for one to take off, and asks for the first ones.</summary>
    private int DrawFirst(int node)
    {
        var there = state.ReplicasOn(node);
        var first = there.Length == 0 ? 0 : random.Next(there.Length);
        foreach (var replica in there[first..Math.Min(first + Ahead, there.Length)])
        {
            state.FetchDemand(replica);
        }

        return first;
    }

    /// <summary>Finds one to take off for a replica that is there already or about to come: the first seen that leaves enough room, or the one that leaves most.</summary>
    private (int Replica, long Lack) FindVictim(int replica, int node, int first, long lack, bool isThere)
    {
        var there = state.ReplicasOn(node);
        var (victim, least, at) = (-1, lack, first);
        for (var left = Math.Min(MostSeen, there.Length); left > 0 && least > 0; left--)
        {
            // Past the end the first one serves: no more than a wait hangs on it.
            state.FetchDemand(there[at + Ahead < there.Length ? at + Ahead : 0]);
            _tested++;
            if (there[at] != replica && (isThere ? lack + state.LeaveLack(there[at], node) : state.ExchangeLack(node, there[at], replica)) is var after && after < least)
            {
                (victim, least) = (there[at], after);
            }

            at = at + 1 == there.Length ? 0 : at + 1;
        }

        return (victim, least);
    }

    /// <summary>Finds a node for a replica that is taken off, -1 when none of those seen has room, and what it costs to be there; one replica may be about to leave <paramref name="from"/>.</summary>
    private (int Node, Delta Price) FindPlace(int victim, int node, int from, int leaving)
    {
        var best = -1;
        var cheapest = new Delta(long.MaxValue, long.MaxValue);
        for (var i = 0; i < Tries + 2; i++)
        {
            var to = i == 0 ? state.Problem.OriginTable[victim] : i == 1 ? from : random.Next(_nodes);
            var isBehind = leaving >= 0 && to == from;
            _tested++;
            if (to < 0 || to == node || !(isBehind ? state.HasRoomAfter(to, leaving, victim) : state.HasRoom(victim, to)) || !state.IsPermitted(victim, to))
            {
                continue;
            }

            _priced++;
            var cost = (isBehind ? state.ExchangeCost(to, leaving, victim) - state.LeaveCost(leaving, to) : state.EnterCost(victim, to))
                + state.MoveCostChange(victim, node, to) + state.WorkloadMoveChange(victim, node, to);
            if (cost >= cheapest.Cost && cheapest.Violation <= 0 && !state.MayGain)
            {
                continue;
            }

            var price = new Delta(cost, 0) + state.PriceRules(victim, node, to);
            if (price.Violation < cheapest.Violation || (price.Violation == cheapest.Violation && price.Cost < cheapest.Cost))
            {
                (best, cheapest) = (to, price);
            }
        }

        return (best, cheapest);
    }

    private void Move(int replica, int to, Delta price)
    {
        _moved[_count++] = (replica, state.NodeOf[replica], price);
        state.Apply(replica, to, price);
    }

    private void Undo()
    {
        while (--_count >= 0)
        {
            var (replica, cameFrom, price) = _moved[_count];
            state.Apply(replica, cameFrom, default(Delta) - price);
        }
    }
}
