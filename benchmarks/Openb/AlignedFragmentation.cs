namespace Placement.Benchmarks.Openb;

/// <summary>
/// Our policy: the rise of fragmentation, and what the pod leaves behind in wrong proportion. A node whose CPU runs out before its GPUs strands the GPUs
/// for every later pod, which the fragmentation of one step does not see.
/// </summary>
internal sealed class AlignedFragmentation(Fragmentation fragmentation) : IGpuPolicy
{
    /// <summary>Thousandths of a GPU that a node with all its GPU and no CPU left is charged: half a GPU.</summary>
    private const double Misalignment = 500;

    /// <summary>Memory is rarely what a GPU pod lacks, so it weighs a tenth.</summary>
    private const double MemoryShare = 0.1;

    public string Name => "aligned";

    public (double Score, int Gpu) Score(GpuPod pod, GpuNode node)
    {
        var before = fragmentation.Of(node);
        return Trial.Best(pod, node, () => fragmentation.Of(node) - before + (Misalignment * Imbalance(node)));
    }

    private static double Imbalance(GpuNode node)
    {
        var free = 0L;
        foreach (var milli in node.FreeGpu)
        {
            free += milli;
        }

        var gpu = node.FreeGpu.Length == 0 ? 0 : free / ((double)GpuNode.Whole * node.FreeGpu.Length);
        var cpu = node.FreeCpuMilli / (double)node.CpuMilli;
        var memory = node.FreeMemoryMib / (double)node.MemoryMib;
        return Math.Abs(gpu - cpu) + (MemoryShare * Math.Abs(gpu - memory));
    }
}
