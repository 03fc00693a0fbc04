using Placement.Problems;

namespace Placement.Bounds;

/// <summary>
/// What it costs to leave the start: k moves save at most the k largest loads that one move can relieve, and cost at least the k cheapest moves; for each k the load and
/// balance cost is also at least its own bound. The least of all k holds whatever k is. O(replicas log replicas + nodes²).
/// </summary>
internal static class MoveBound
{
    /// <summary>A bound on load, balance and move costs together, at least the one given; that one where the argument does not apply.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="load">A bound on load and balance costs.</param>
    public static long Of(PlacementProblem problem, long load)
    {
        if (problem.MayLeaveUnplaced || problem.ReplicaCount == 0 || problem.NodeCount < 2 || problem.OriginTable.Contains(-1))
        {
            return load;
        }

        var terms = new LoadTerms(problem);
        var start = 0L;
        foreach (var term in terms.Under(problem, problem.OriginTable))
        {
            start = checked(start + Math.Max(0, term));
        }

        var relief = Reliefs(problem, terms);
        var price = Prices(problem);
        var best = Math.Max(load, start);
        long relieved = 0, paid = 0;
        for (var k = 1; k <= relief.Length && load + paid < best; k++)
        {
            relieved = checked(relieved + relief[k - 1]);
            paid = checked(paid + price[k - 1]);
            var crowd = ((k - 1) / problem.WorkloadCount) + 1;
            best = Math.Min(best, checked(Math.Max(load, start - relieved) + paid + (problem.WorkloadMoveCost * crowd)));
        }

        return Math.Max(load, best);
    }

    /// <summary>Per replica the most that load and balance costs can fall when it moves, largest first.</summary>
    private static long[] Reliefs(PlacementProblem problem, LoadTerms terms)
    {
        var relief = new long[problem.ReplicaCount];
        for (var p = 0; p < relief.Length; p++)
        {
            foreach (var added in terms.Added.AsSpan(problem.DemandClass(p) * terms.Count, terms.Count))
            {
                // A positive part relieves where it leaves, a negative one where it arrives.
                relief[p] += Math.Abs(added);
            }
        }

        Array.Sort(relief);
        Array.Reverse(relief);
        return relief;
    }

    /// <summary>Per replica the least that any move of it costs, cheapest first; what its workload adds is apart.</summary>
    private static long[] Prices(PlacementProblem problem)
    {
        var cheapest = new long[problem.NodeCount];
        for (var from = 0; problem.NodeMoveCostTable is { } table && from < problem.NodeCount; from++)
        {
            cheapest[from] = int.MaxValue;
            for (var to = 0; to < problem.NodeCount; to++)
            {
                cheapest[from] = to == from ? cheapest[from] : Math.Min(cheapest[from], table[(from * problem.NodeCount) + to]);
            }
        }

        var price = new long[problem.ReplicaCount];
        for (var p = 0; p < price.Length; p++)
        {
            price[p] = checked(problem.MoveCostTable[p] + (problem.NodeMoveWeight * cheapest[problem.OriginTable[p]]));
        }

        Array.Sort(price);
        return price;
    }
}
