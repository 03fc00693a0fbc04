using System.Diagnostics;

namespace Placement.Benchmarks.Openb;

/// <summary>Pods in the order in which they come, and the nodes in the order that breaks ties.</summary>
internal sealed record Arrivals(int Seed, GpuNode[] Nodes, IReadOnlyList<GpuPod> Pods)
{
    /// <summary>The protocol of the paper: nodes with GPUs only, pods shuffled, then random ones until requests reach 130 % of the GPUs.</summary>
    public static Arrivals Shuffled(OpenbTrace trace, int seed)
    {
        var random = new Random(seed);
        var nodes = trace.Nodes(withGpuOnly: true);
        random.Shuffle(nodes);
        var pods = trace.Pods.ToArray();
        random.Shuffle(pods);
        var all = new List<GpuPod>(pods);
        var end = Capacity(nodes) * 13 / 10;
        for (var asked = pods.Sum(p => p.TotalGpuMilli); asked < end;)
        {
            all.Add(pods[random.Next(pods.Length)]);
            asked += all[^1].TotalGpuMilli;
        }

        return new(seed, nodes, all);
    }

    /// <summary>Every pod once, on every node, in the order of the file or the largest first.</summary>
    public static Arrivals Once(OpenbTrace trace, bool largestFirst) =>
        new(0, trace.Nodes(withGpuOnly: false), largestFirst ? [.. trace.Pods.OrderByDescending(p => p.TotalGpuMilli).ThenByDescending(p => p.CpuMilli)] : trace.Pods);

    /// <summary>Places the pods, one by one, none ever moved.</summary>
    public OpenbRun Run(IGpuPolicy policy)
    {
        var clock = Stopwatch.StartNew();
        var capacity = Capacity(Nodes);
        var cluster = new OnlineCluster(Nodes, policy);
        long arrived = 0, allocated = 0, atFull = -1;
        var placed = 0;
        foreach (var pod in Pods)
        {
            arrived += pod.TotalGpuMilli;
            if (cluster.Place(pod))
            {
                placed++;
                allocated += pod.TotalGpuMilli;
            }

            if (atFull < 0 && arrived >= capacity)
            {
                atFull = allocated;
            }
        }

        double Unallocated(long milli) => 100.0 * (capacity - milli) / capacity;
        return new(Seed, Unallocated(atFull < 0 ? allocated : atFull), Unallocated(allocated), placed, Pods.Count, clock.Elapsed.TotalSeconds);
    }

    private static long Capacity(GpuNode[] nodes) => nodes.Sum(n => (long)n.FreeGpu.Length * GpuNode.Whole);
}
