namespace Placement.Benchmarks.Openb;

/// <summary>The first node with room; of its GPUs the fullest that has enough.</summary>
internal sealed class FirstFit : IGpuPolicy
{
    public string Name => "first fit";

    public (double Score, int Gpu) Score(GpuPod pod, GpuNode node) => (0, pod.Shares ? node.TightestGpu(pod.GpuMilli) : 0);
}
