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
    /// <summary>The bound, with what it costs to leave the start, and its argument.</summary>
    public static Bound Of(PlacementProblem problem) => new()
    {
        Value = MoveBound.Of(problem, Compute(problem)),
        Argument = BoundArgument.ResourceSum,
        Explanation = "the demand above all targets together, and the imbalance of all free capacity together, are somewhere, and what the start has above that takes moves",
    };

    /// <summary>Computes the bound on load and balance costs; 0 when replicas may stay unplaced.</summary>
    public static long Compute(PlacementProblem problem)
    {
        if (problem.MayLeaveUnplaced)
        {
            return 0;
        }

        var terms = new LoadTerms(problem);
        var sums = new long[terms.Count];
        for (var i = 0; i < terms.Empty.Length; i++)
        {
            sums[i % sums.Length] = checked(sums[i % sums.Length] + terms.Empty[i]);
        }

        foreach (var c in problem.DemandClassTable)
        {
            for (var t = 0; t < sums.Length; t++)
            {
                sums[t] = checked(sums[t] + terms.Added[(c * terms.Count) + t]);
            }
        }

        return sums.Sum(sum => Math.Max(0, sum));
    }
}
