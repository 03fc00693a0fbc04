using Placement.Backtesting;
using Placement.Problems;

namespace Placement.Studies;

/// <summary>Measures usage against what a sized model lets a node be planned to.</summary>
internal static class NodeLimits
{
    /// <summary>Gets, for each node in use, the usage of its fullest resource in each slot as a share of the node's limit.</summary>
    /// <param name="problem">The sized problem, whose capacities are the limits and whose demands are charged where there is no sample.</param>
    /// <param name="assignment">The node of each replica.</param>
    /// <param name="history">The usage to measure.</param>
    public static List<float[]> LoadsOf(PlacementProblem problem, Assignment assignment, UsageHistory history)
    {
        var demand = Demands.ByResource(problem);
        var resources = problem.ResourceCount;
        var loads = new List<float[]>();
        var (sum, fullest) = (new double[history.SlotCount], new double[history.SlotCount]);
        foreach (var node in Enumerable.Range(0, problem.ReplicaCount).Where(p => assignment[p] >= 0).GroupBy(p => assignment[p]).OrderBy(g => g.Key))
        {
            Array.Clear(fullest);
            for (var r = 0; r < resources; r++)
            {
                Array.Clear(sum);
                foreach (var p in node)
                {
                    Add(sum, history.Row(p, r), demand[(p * resources) + r]);
                }

                var limit = problem.Capacity(node.Key)[r * problem.SlotCount];
                for (var slot = 0; slot < sum.Length; slot++)
                {
                    fullest[slot] = Math.Max(fullest[slot], sum[slot] == 0 ? 0 : sum[slot] / limit);
                }
            }

            loads.Add(Array.ConvertAll(fullest, share => (float)share));
        }

        return loads;
    }

    /// <summary>Counts the loads above the limit.</summary>
    public static int Above(float[] loads) => loads.Count(load => load > 1);

    /// <summary>The load that at most the share of them exceeds.</summary>
    public static float ExceededWith(float[] loads, double share)
    {
        var sorted = (float[])loads.Clone();
        Array.Sort(sorted);
        return sorted[^((int)(share * sorted.Length) + 1)];
    }

    private static void Add(double[] sum, ReadOnlySpan<float> row, long fallback)
    {
        for (var slot = 0; slot < sum.Length; slot++)
        {
            sum[slot] += row.Length == 0 ? fallback : row[slot];
        }
    }
}
