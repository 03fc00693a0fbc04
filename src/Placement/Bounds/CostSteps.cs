using Placement.Problems;

namespace Placement.Bounds;

/// <summary>Rounds a bound up to the next cost that prices, and costs of unplaced replicas, can sum to.</summary>
internal static class CostSteps
{
    /// <summary>The greatest common divisor of all prices and unplaced costs: every sum of them is a multiple.</summary>
    public static long Of(PlacementProblem problem)
    {
        var step = 0L;
        foreach (var price in problem.PriceTable)
        {
            step = Gcd(step, price);
        }

        foreach (var cost in problem.UnplacedCostTable ?? [])
        {
            step = Gcd(step, cost);
        }

        return step;
    }

    /// <summary>Rounds <c>worth / scale</c> up to a multiple of the step; never below 0.</summary>
    public static long RoundUp(Int128 worth, long scale, long step)
    {
        if (worth <= 0)
        {
            return 0;
        }

        var unit = (Int128)scale * Math.Max(1, step);
        return checked((long)((worth + unit - 1) / unit * Math.Max(1, step)));
    }

    public static long Gcd(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
