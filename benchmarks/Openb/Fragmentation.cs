namespace Placement.Benchmarks.Openb;

/// <summary>
/// How much free GPU of a node the typical pod cannot use, in thousandths: the mean, over the kinds of pods weighted by how often they come, of the
/// free GPU that such a pod could not take.
/// </summary>
/// <remarks>Weng, Yang, Yu, et al. 2023, "Beware of Fragmentation: Scheduling GPU-Sharing Workloads with Fragmentation Gradient Descent", USENIX ATC.</remarks>
internal sealed class Fragmentation
{
    private readonly (GpuPod Pod, double Share)[] _kinds;

    /// <summary>Creates the measure for the pods that are expected.</summary>
    public Fragmentation(IReadOnlyList<GpuPod> expected)
    {
        // What a pod without GPU cannot use of the GPUs is the same before and after any placement of the same pod, so those kinds decide nothing.
        _kinds = [.. expected.Where(p => p.Gpus > 0)
            .GroupBy(p => p with { MemoryMib = 0 })
            .Select(g => (g.Key, Share: g.Count() / (double)expected.Count))];
    }

    /// <summary>Fragmented thousandths of a GPU on the node.</summary>
    public double Of(GpuNode node)
    {
        var free = 0L;
        foreach (var milli in node.FreeGpu)
        {
            free += milli;
        }

        var sum = 0.0;
        foreach (var (pod, share) in _kinds)
        {
            sum += share * (node.Fits(pod) ? Unusable(node, pod) : free);
        }

        return sum;
    }

    private static long Unusable(GpuNode node, GpuPod pod)
    {
        var sum = 0L;
        foreach (var milli in node.FreeGpu)
        {
            sum += milli < pod.GpuMilli ? milli : 0;
        }

        return sum;
    }
}
