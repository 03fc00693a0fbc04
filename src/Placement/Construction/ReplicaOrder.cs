using Placement.Problems;

namespace Placement.Construction;

/// <summary>The order in which replicas are placed: what others depend on, then the dearest to leave out, then the most constrained, then the largest.</summary>
internal static class ReplicaOrder
{
    /// <summary>The weight of one unit of each dimension: its demand as a share of the capacity of the fleet, so that the scarce counts most.</summary>
    public static double[] Weights(PlacementProblem problem)
    {
        var demand = new double[problem.DimensionCount];
        var capacity = new double[problem.DimensionCount];
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            var row = problem.Demand(p);
            for (var d = 0; d < demand.Length; d++)
            {
                demand[d] += row[d];
            }
        }

        for (var i = 0; i < problem.CapacityTable.Length; i++)
        {
            capacity[i % capacity.Length] += problem.CapacityTable[i];
        }

        // Share of the fleet in use, over the mean capacity of a node: scarcity times relative size.
        return [.. demand.Select((sum, d) => capacity[d] > 0 ? sum / capacity[d] * (problem.NodeCount / capacity[d]) : 0)];
    }

    /// <summary>The size of each demand class.</summary>
    public static double[] Sizes(PlacementProblem problem, double[] weights, bool byLargest)
    {
        var sizes = new double[problem.DemandClassCount];
        for (var c = 0; c < sizes.Length; c++)
        {
            var demand = problem.ClassDemand(c);
            for (var d = 0; d < weights.Length; d++)
            {
                var term = weights[d] * demand[d];
                sizes[c] = byLargest ? Math.Max(sizes[c], term) : sizes[c] + term;
            }
        }

        return sizes;
    }

    /// <summary>Orders the replicas.</summary>
    public static int[] Decreasing(PlacementProblem problem, WorkloadRules rules, double[] sizeOfClass)
    {
        var eligible = EligibleNodes(problem);
        var order = new int[problem.ReplicaCount];
        var keys = new Key[problem.ReplicaCount];
        for (var p = 0; p < order.Length; p++)
        {
            var w = problem.WorkloadTable[p];
            order[p] = p;
            keys[p] = new(
                problem.PinTable[p] >= 0 && rules.Needs[w].Count == 0 ? 0 : 1,
                rules.Depth[w],
                problem.MayLeaveUnplaced ? -problem.UnplacedCost(p) : 0,
                // Few eligible nodes first, but only where it is a real restriction.
                2 * eligible[w] > problem.NodeCount ? int.MaxValue : eligible[w],
                -sizeOfClass[problem.DemandClassTable[p]],
                problem.DemandClassTable[p],
                p);
        }

        Array.Sort(keys, order);
        return order;
    }

    private static int[] EligibleNodes(PlacementProblem problem)
    {
        var known = new Dictionary<bool[], int>(Bounds.NodeClasses.RowComparer.Instance);
        return [.. problem.EligibleTable.Select(row =>
        {
            if (row is null)
            {
                return problem.NodeCount;
            }

            if (!known.TryGetValue(row, out var count))
            {
                known.Add(row, count = row.Count(on => on));
            }

            return count;
        })];
    }

    private readonly record struct Key(int Pinned, int Depth, long Unplaced, int Eligible, double Size, int Class, int Replica) : IComparable<Key>
    {
        public int CompareTo(Key other)
        {
            var c = Pinned.CompareTo(other.Pinned);
            c = c != 0 ? c : Depth.CompareTo(other.Depth);
            c = c != 0 ? c : Unplaced.CompareTo(other.Unplaced);
            c = c != 0 ? c : Eligible.CompareTo(other.Eligible);
            c = c != 0 ? c : Size.CompareTo(other.Size);
            c = c != 0 ? c : Class.CompareTo(other.Class);
            return c != 0 ? c : Replica.CompareTo(other.Replica);
        }
    }
}
