using System.Globalization;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Bounds;

/// <summary>A workload with at most m replicas a node needs at least replicas / m nodes: the sum of the cheapest such nodes it may use.</summary>
internal static class ReplicaLimitBound
{
    public static Bound Of(PlacementProblem problem)
    {
        var best = Bound.Zero;
        if (problem.MayLeaveUnplaced || !problem.PriceTable.AsSpan().ContainsAnyExcept(0))
        {
            return best;
        }

        var limits = ReplicaGroups.LimitPerNode(problem);
        for (var w = 0; w < limits.Length; w++)
        {
            var replicas = problem.Replicas(w);
            if (limits[w] == int.MaxValue || replicas.Length <= limits[w])
            {
                continue;
            }

            var needed = ((replicas.Length - 1) / limits[w]) + 1;
            var prices = new List<long>();
            for (var n = 0; n < problem.NodeCount; n++)
            {
                foreach (var p in replicas)
                {
                    if (problem.IsEligible(p, n))
                    {
                        prices.Add(problem.Price(n));
                        break;
                    }
                }
            }

            prices.Sort();
            var value = prices.Take(needed).Sum();
            if (value > best.Value)
            {
                best = new Bound
                {
                    Value = value,
                    Argument = BoundArgument.ReplicaLimit,
                    Explanation = string.Create(CultureInfo.InvariantCulture, $"{problem.Names.Workload(w)} alone needs {needed} nodes: {replicas.Length} replicas, at most {limits[w]} on a node"),
                };
            }
        }

        return best;
    }
}
