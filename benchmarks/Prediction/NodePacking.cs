namespace Placement.Benchmarks.Prediction;

/// <summary>First fit decreasing of replicas on nodes by what is predicted of the set on each node, and what that came to on time not seen.</summary>
internal sealed class NodePacking
{
    private readonly List<List<int>> _nodes = [];

    private NodePacking()
    {
    }

    public int NodeCount => _nodes.Count;

    /// <summary>Says whether a set fits, from its members and its summed usage so far.</summary>
    public delegate bool FitTest(IReadOnlyList<int> members, float[] sum);

    /// <summary>Packs, the replica with the highest 99th percentile first. A replica that fits no node even alone gets its own.</summary>
    public static NodePacking Pack(UsageSet set, int seen, FitTest fits)
    {
        var packing = new NodePacking();
        var sums = new List<float[]>();
        foreach (var replica in Decreasing(set, seen))
        {
            var usage = set.Usage[replica];
            var placed = false;
            for (var node = 0; node < sums.Count && !placed; node++)
            {
                var sum = Plus(sums[node], usage, seen);
                packing._nodes[node].Add(replica);
                if (fits(packing._nodes[node], sum))
                {
                    sums[node] = sum;
                    placed = true;
                }
                else
                {
                    packing._nodes[node].RemoveAt(packing._nodes[node].Count - 1);
                }
            }

            if (!placed)
            {
                packing._nodes.Add([replica]);
                sums.Add(Plus(new float[seen], usage, seen));
            }
        }

        return packing;
    }

    /// <summary>Spreads over a given number of nodes, the replica with the highest 99th percentile first, each to the node whose measure is then lowest.</summary>
    public static NodePacking Balance(UsageSet set, int seen, int nodes, Func<IReadOnlyList<int>, float[], double> measure)
    {
        var packing = new NodePacking();
        var sums = new float[nodes][];
        for (var node = 0; node < nodes; node++)
        {
            packing._nodes.Add([]);
            sums[node] = new float[seen];
        }

        foreach (var replica in Decreasing(set, seen))
        {
            var (best, least, bestSum) = (0, double.PositiveInfinity, sums[0]);
            for (var node = 0; node < nodes; node++)
            {
                var sum = Plus(sums[node], set.Usage[replica], seen);
                packing._nodes[node].Add(replica);
                var value = measure(packing._nodes[node], sum);
                packing._nodes[node].RemoveAt(packing._nodes[node].Count - 1);
                if (value < least)
                {
                    (best, least, bestSum) = (node, value, sum);
                }
            }

            packing._nodes[best].Add(replica);
            sums[best] = bestSum;
        }

        return packing;
    }

    /// <summary>The share of node slots from <paramref name="from"/> to <paramref name="to"/> in which usage exceeds the node. A missing sample counts as the replica's last known.</summary>
    public double OverloadShare(UsageSet set, int from, int to)
    {
        var over = 0;
        foreach (var sum in Sums(set))
        {
            for (var slot = from; slot < to; slot++)
            {
                over += sum[slot] > set.NodeCapacity ? 1 : 0;
            }
        }

        return over / (double)(NodeCount * (to - from));
    }

    /// <summary>The usage of each node over all slots.</summary>
    public IEnumerable<float[]> Sums(UsageSet set)
    {
        foreach (var node in _nodes)
        {
            var sum = new float[set.Usage[0].Length];
            foreach (var replica in node)
            {
                sum = Plus(sum, set.Usage[replica], sum.Length);
            }

            yield return sum;
        }
    }

    public static double Percentile(ReadOnlySpan<float> usage, double share)
    {
        var sorted = usage.ToArray().Where(value => !float.IsNaN(value)).Order().ToArray();
        return sorted.Length == 0 ? double.PositiveInfinity : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length), 1, sorted.Length) - 1];
    }

    private static IEnumerable<int> Decreasing(UsageSet set, int seen) =>
        Enumerable.Range(0, set.Usage.Length).OrderByDescending(i => Percentile(set.Usage[i].AsSpan(0, seen), 0.99)).ThenBy(i => i);

    private static float[] Plus(float[] sum, float[] usage, int length)
    {
        var result = new float[length];
        var last = 0f;
        for (var i = 0; i < length; i++)
        {
            last = float.IsNaN(usage[i]) ? last : usage[i];
            result[i] = sum[i] + last;
        }

        return result;
    }
}
