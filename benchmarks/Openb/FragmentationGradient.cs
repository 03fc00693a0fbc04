namespace Placement.Benchmarks.Openb;

/// <summary>The published policy: the node, and of it the GPU, whose fragmentation rises least.</summary>
/// <remarks>
/// Weng, Yang, Yu, et al. 2023, USENIX ATC. As in the authors' simulator the score is a whole number from 0 to 100, a sigmoid of the rise in GPUs, so that
/// near ties go to the first node: with the exact rise the unallocated share is 0.7 points higher on the default list.
/// </remarks>
internal sealed class FragmentationGradient(Fragmentation fragmentation) : IGpuPolicy
{
    public string Name => "FGD";

    public (double Score, int Gpu) Score(GpuPod pod, GpuNode node)
    {
        var before = fragmentation.Of(node);
        return Trial.Best(pod, node, () => -Math.Floor(100 / (1 + Math.Exp((fragmentation.Of(node) - before) / GpuNode.Whole))));
    }
}
