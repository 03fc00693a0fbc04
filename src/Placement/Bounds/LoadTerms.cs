using Placement.Problems;

namespace Placement.Bounds;

/// <summary>
/// The load and balance cost of a node as positive parts of linear terms: <c>max(0, constant of the node + sum of what its replicas add)</c>, weights multiplied in.
/// </summary>
internal sealed class LoadTerms
{
    /// <summary>The number of terms.</summary>
    public readonly int Count;

    /// <summary>Demand class x term: what a replica adds.</summary>
    public readonly long[] Added;

    /// <summary>Node x term: the term of an empty node.</summary>
    public readonly long[] Empty;

    public LoadTerms(PlacementProblem problem)
    {
        var loads = Enumerable.Range(0, problem.DimensionCount).Where(d => problem.LoadWeight(d) > 0).ToArray();
        var balances = problem.Balances.Where(b => b.Weight > 0).ToArray();
        Count = loads.Length + (balances.Length * problem.SlotCount);
        Added = new long[problem.DemandClassCount * Count];
        Empty = new long[problem.NodeCount * Count];
        for (var c = 0; c < problem.DemandClassCount; c++)
        {
            var demand = problem.ClassDemand(c);
            var at = c * Count;
            foreach (var d in loads)
            {
                Added[at++] = checked(problem.LoadWeight(d) * demand[d]);
            }

            foreach (var (b, first, second) in Slots(problem, balances))
            {
                Added[at++] = checked(b.Weight * (demand[second] - (b.Target * demand[first])));
            }
        }

        for (var n = 0; n < problem.NodeCount; n++)
        {
            var capacity = problem.Capacity(n);
            var at = n * Count;
            foreach (var d in loads)
            {
                Empty[at++] = checked(-problem.LoadWeight(d) * problem.Target(n)[d]);
            }

            foreach (var (b, first, second) in Slots(problem, balances))
            {
                Empty[at++] = checked(b.Weight * ((b.Target * capacity[first]) - capacity[second]));
            }
        }
    }

    /// <summary>The terms of every node under an assignment, node x term.</summary>
    public long[] Under(PlacementProblem problem, ReadOnlySpan<int> nodes)
    {
        var terms = (long[])Empty.Clone();
        for (var p = 0; p < nodes.Length; p++)
        {
            for (var t = 0; nodes[p] >= 0 && t < Count; t++)
            {
                terms[(nodes[p] * Count) + t] += Added[(problem.DemandClass(p) * Count) + t];
            }
        }

        return terms;
    }

    private static IEnumerable<(ResourceBalance Balance, int First, int Second)> Slots(PlacementProblem problem, ResourceBalance[] balances) =>
        from b in balances
        from slot in Enumerable.Range(0, problem.SlotCount)
        select (b, (b.First * problem.SlotCount) + slot, (b.Second * problem.SlotCount) + slot);
}
