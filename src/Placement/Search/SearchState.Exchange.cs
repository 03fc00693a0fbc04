namespace Placement.Search;

/// <content>Several replicas moved as one change.</content>
internal sealed partial class SearchState
{
    /// <summary>Moves a replica to a node that has room for it and permits it, or off every node, when the rules permit it and it costs at most the limit.</summary>
    /// <remarks>What mends a broken rule is accepted at any cost.</remarks>
    public bool TryMove(int replica, int to, long limit, string change)
    {
        var from = NodeOf[replica];
        var cost = MoveCostChange(replica, from, to) + WorkloadMoveChange(replica, from, to)
            + (from < 0 ? 0 : LeaveCost(replica, from)) + (to < 0 ? 0 : EnterCost(replica, to));
        if (cost > limit && Violation == 0 && !Model.HasSavings)
        {
            return false;
        }

        var delta = new Delta(cost, 0) + PriceRules(replica, from, to);
        if (delta.Violation > 0 || (delta.Violation == 0 && delta.Cost > limit))
        {
            return false;
        }

        var feasible = Violation == 0;
        Apply(replica, to, delta);
        Verify(change, feasible);
        return true;
    }

    /// <summary>Swaps two replicas that have room for it, when the rules permit it and it costs at most the limit; otherwise nothing changes.</summary>
    public bool TryExchange(int first, int second, long limit)
    {
        var a = NodeOf[first];
        var b = NodeOf[second];
        var sameWorkload = Problem.WorkloadTable[first] == Problem.WorkloadTable[second];
        if (Model.HasEligibility && !(Problem.IsEligible(first, b) && Problem.IsEligible(second, a)))
        {
            return false;
        }

        if (!sameWorkload && !(HasPlainPlace(first, b) && HasPlainPlace(second, a)))
        {
            return false;
        }

        if (!MayGain && !IsWorth(first, second, limit))
        {
            return false;
        }

        // The second price is taken with the first replica moved: so the two add up whatever the rules between them.
        var before = Violation;
        var delta = Move(first, b) + Move(second, a);
        if (Violation < before || (Violation == before && delta.Cost <= limit))
        {
            Verify(nameof(Swap), before == 0);
            return true;
        }

        Move(second, b);
        Move(first, a);
        return false;
    }

    /// <summary>Tells whether what is known without moving anything lets a swap keep the rules at most at the limit; the last word is that of the exact price.</summary>
    private bool IsWorth(int first, int second, long limit)
    {
        var (a, b) = (NodeOf[first], NodeOf[second]);
        if (SwapNodeCosts(first, second) + MoveCostChange(first, a, b) + MoveCostChange(second, b, a) - (2 * Problem.WorkloadMoveCost) > limit)
        {
            return false;
        }

        var (v, w) = (Problem.WorkloadTable[first], Problem.WorkloadTable[second]);
        return v == w || Model.Rules.AreLinked(v, w) || PriceLinks(v, a, b).Violation + PriceLinks(w, b, a).Violation <= 0;
    }

    private bool HasPlainPlace(int replica, int node)
    {
        var w = Problem.WorkloadTable[replica];
        var row = Model.Rules.PlainRow[w];
        return row < 0 || _counts.Get(row, node) < Model.Rules.PlainMax[w];
    }
}
