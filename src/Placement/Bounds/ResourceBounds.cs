using System.Globalization;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Bounds;

/// <summary>
/// The demand for each resource against the cheapest capacity for it: a fractional knapsack over priced nodes, exact in integers. Replicas
/// that may stay unplaced count as capacity for their own demand at the cost of leaving them out. O(dimensions x nodes log nodes).
/// </summary>
internal static class ResourceBounds
{
    /// <summary>The highest of the bounds that need no search: resource sums, and replicas that must lie apart.</summary>
    public static Bound Best(PlacementProblem problem) => All(problem).Append(ReplicaLimitBound.Of(problem)).Aggregate(Bound.Zero, Bound.Max);

    /// <summary>One bound a dimension, by resource sum.</summary>
    public static IReadOnlyList<Bound> All(PlacementProblem problem) => [.. Enumerable.Range(0, problem.DimensionCount).Select(d => Of(problem, d))];

    /// <summary>The total demand of a dimension.</summary>
    public static long Demand(PlacementProblem problem, int dimension)
    {
        var sum = 0L;
        foreach (var c in problem.DemandClassTable)
        {
            sum = checked(sum + problem.DemandTable[(c * problem.DimensionCount) + dimension]);
        }

        return sum;
    }

    /// <summary>The bound of one dimension.</summary>
    public static Bound Of(PlacementProblem problem, int dimension)
    {
        var offers = new Dictionary<(long Capacity, long Price), long>();
        void Offer(long capacity, long price)
        {
            if (capacity > 0)
            {
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(offers, (capacity, price), out _)++;
            }
        }

        for (var n = 0; n < problem.NodeCount; n++)
        {
            Offer(problem.CapacityTable[(n * problem.DimensionCount) + dimension], problem.Price(n));
        }

        if (problem.MayLeaveUnplaced)
        {
            for (var p = 0; p < problem.ReplicaCount; p++)
            {
                Offer(problem.Demand(p)[dimension], problem.UnplacedCost(p));
            }
        }

        var demand = Demand(problem, dimension);
        var sorted = offers.OrderBy(o => o.Key, Comparer<(long Capacity, long Price)>.Create((a, b) =>
        {
            var c = ((Int128)a.Price * b.Capacity).CompareTo((Int128)b.Price * a.Capacity);
            return c != 0 ? c : b.Capacity.CompareTo(a.Capacity);
        })).ToList();

        var rest = demand;
        var count = 0.0;
        foreach (var ((capacity, price), offered) in sorted)
        {
            if ((Int128)capacity * offered < rest)
            {
                rest -= capacity * offered;
                count += offered;
                continue;
            }

            count += (double)rest / capacity;
            return WithCertificate(problem, dimension, capacity, price, count);
        }

        // More demand than capacity: no assignment is feasible, and any bound is valid; the caller finds the reason.
        return Bound.Zero with { Argument = BoundArgument.ResourceSum, Explanation = $"more {problem.Names.Dimension(dimension, problem.SlotCount)} is needed than all nodes have" };
    }

    /// <summary>The unit worth of the critical offer turns the greedy sum into its own dual certificate.</summary>
    private static Bound WithCertificate(PlacementProblem problem, int dimension, long capacity, long price, double count)
    {
        var units = new long[problem.DimensionCount];
        var g = Math.Max(1, CostSteps.Gcd(price, capacity));
        units[dimension] = price / g;
        var certificate = new BoundCertificate { Scale = capacity / g, UnitWorth = units };
        return new Bound
        {
            Value = CertificateCheck.UnitValue(problem, certificate),
            Argument = BoundArgument.ResourceSum,
            Explanation = string.Create(CultureInfo.InvariantCulture, $"{problem.Names.Dimension(dimension, problem.SlotCount)} alone needs {count:0.##} nodes"),
            Certificate = certificate,
        };
    }
}
