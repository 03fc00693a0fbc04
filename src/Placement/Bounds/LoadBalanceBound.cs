using Placement.Problems;
using Placement.Solving;

namespace Placement.Bounds;

/// <summary>
/// The simple bound on load and balance costs: whatever the assignment, the demand above the sum of all targets is above some target, and
/// the free amounts of the whole fleet do not depend on who has them.
/// </summary>
/// <remarks>
/// Per dimension <c>weight x max(0, sum of demand - sum of targets)</c>; per balance and slot <c>weight x max(0, target x sum of free(first) - sum of free(second))</c>.
/// Each is the convexity of <c>max(0, .)</c> over the nodes. Valid only when every replica must be placed. O(replicas x dimensions + nodes x dimensions).
/// </remarks>
internal static class LoadBalanceBound
{
    /// <summary>The bound with its argument.</summary>
    public static Bound Of(PlacementProblem problem) => new()
    {
        Value = Compute(problem),
        Argument = BoundArgument.ResourceSum,
        Explanation = "the demand above all targets together, and the imbalance of all free capacity together, are somewhere",
    };

    /// <summary>Computes the bound; 0 when replicas may stay unplaced.</summary>
    public static long Compute(PlacementProblem problem)
    {
        if (problem.MayLeaveUnplaced)
        {
            return 0;
        }

        var demand = new long[problem.DimensionCount];
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            Add(demand, problem.Demand(p));
        }

        var target = new long[problem.DimensionCount];
        var capacity = new long[problem.DimensionCount];
        for (var node = 0; node < problem.NodeCount; node++)
        {
            Add(target, problem.Target(node));
            Add(capacity, problem.Capacity(node));
        }

        var bound = 0L;
        for (var d = 0; d < demand.Length; d++)
        {
            bound = checked(bound + (problem.LoadWeight(d) * Math.Max(0, demand[d] - target[d])));
        }

        foreach (var balance in problem.Balances)
        {
            for (var slot = 0; slot < problem.SlotCount; slot++)
            {
                var first = (balance.First * problem.SlotCount) + slot;
                var second = (balance.Second * problem.SlotCount) + slot;
                var missing = checked((balance.Target * (capacity[first] - demand[first])) - (capacity[second] - demand[second]));
                bound = checked(bound + (balance.Weight * Math.Max(0, missing)));
            }
        }

        return bound;
    }

    private static void Add(long[] sums, ReadOnlySpan<long> values)
    {
        for (var d = 0; d < sums.Length; d++)
        {
            sums[d] += values[d];
        }
    }
}
