using Placement.Problems;

namespace Placement.Backtesting;

/// <summary>Demands without time slots.</summary>
internal static class Demands
{
    /// <summary>Per replica and resource the demand, with several time slots the highest; entry <c>replica * resources + resource</c>.</summary>
    public static long[] ByResource(PlacementProblem problem)
    {
        var result = new long[problem.ReplicaCount * problem.ResourceCount];
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            var demand = problem.Demand(p);
            for (var d = 0; d < demand.Length; d++)
            {
                ref var highest = ref result[(p * problem.ResourceCount) + (d / problem.SlotCount)];
                highest = Math.Max(highest, demand[d]);
            }
        }

        return result;
    }
}
