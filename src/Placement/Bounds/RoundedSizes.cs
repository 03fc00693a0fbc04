using Placement.Problems;
using Placement.Solving;

namespace Placement.Bounds;

/// <summary>The values of a dual-feasible function, exact in integers. Each family is superadditive and never falls, so a smaller node is worth at most its own capacity's value.</summary>
internal static class RoundedSizes
{
    private const long Limit = long.MaxValue / 4;

    /// <summary>The largest capacity of a dimension, which the function refers to.</summary>
    public static long Reference(PlacementProblem problem, int dimension)
    {
        var most = 0L;
        for (var n = 0; n < problem.NodeCount; n++)
        {
            most = Math.Max(most, problem.Capacity(n)[dimension]);
        }

        return most;
    }

    /// <summary>Whether the parameter is in the range of its family, and no value overflows.</summary>
    public static bool IsValid(DualFeasibleFunction function, long capacity) =>
        capacity > 0 && function.Parameter >= 1 && function.Factor >= 1
        && (function.Kind == DualFeasibleKind.Steps || function.Parameter <= capacity / 2)
        && (Int128)function.Factor * Largest(function, capacity) <= Limit;

    /// <summary>The value of a size, times the factor.</summary>
    public static long Value(DualFeasibleFunction function, long capacity, long size)
    {
        var (x, c, p) = (Math.Min(size, capacity), capacity, function.Parameter);
        return function.Factor * function.Kind switch
        {
            DualFeasibleKind.Threshold => x < p ? 0 : x > c - p ? c : x,
            DualFeasibleKind.Steps => (Int128)(p + 1) * x % c == 0 ? p * x : (long)((Int128)(p + 1) * x / c) * c,
            _ => 2 * x == c ? c / p : x > c - x ? 2 * ((c / p) - ((c - x) / p)) : 2 * (x / p),
        };
    }

    private static Int128 Largest(DualFeasibleFunction function, long capacity) => function.Kind switch
    {
        DualFeasibleKind.Threshold => capacity,
        DualFeasibleKind.Steps => (Int128)capacity * function.Parameter,
        _ => 2 * (capacity / function.Parameter),
    };
}
