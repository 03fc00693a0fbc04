namespace Placement.Benchmarks.Openb;

/// <summary>A pod's request. Pods of equal requests are equal, so that a score is computed once for all of them.</summary>
/// <param name="CpuMilli">Thousandths of a core.</param>
/// <param name="MemoryMib">Mebibytes.</param>
/// <param name="Gpus">Number of GPUs; 0 for a pod that needs none.</param>
/// <param name="GpuMilli">Thousandths of each GPU: 1 to 1,000 of one, or 1,000 of each of several.</param>
/// <param name="Models">One bit a GPU model that it accepts; every bit set when it accepts all.</param>
internal sealed record GpuPod(long CpuMilli, long MemoryMib, int Gpus, int GpuMilli, ulong Models)
{
    /// <summary>Gets the request in thousandths of a GPU.</summary>
    public long TotalGpuMilli => (long)Gpus * GpuMilli;

    /// <summary>Gets whether it takes a part of one GPU.</summary>
    public bool Shares => Gpus == 1 && GpuMilli < GpuNode.Whole;
}
