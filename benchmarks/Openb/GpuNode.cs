namespace Placement.Benchmarks.Openb;

/// <summary>A node with what is free on it.</summary>
internal sealed class GpuNode(string name, ulong model, long cpuMilli, long memoryMib, int gpus)
{
    /// <summary>Thousandths of a GPU in one GPU.</summary>
    public const int Whole = 1000;

    private readonly int[] _freeGpu = [.. Enumerable.Repeat(Whole, gpus)];

    public string Name { get; } = name;

    /// <summary>Gets the bit of its GPU model.</summary>
    public ulong Model { get; } = model;

    public long CpuMilli { get; } = cpuMilli;

    public long MemoryMib { get; } = memoryMib;

    public long FreeCpuMilli { get; private set; } = cpuMilli;

    public long FreeMemoryMib { get; private set; } = memoryMib;

    /// <summary>Gets what is free of each GPU, in thousandths.</summary>
    public ReadOnlySpan<int> FreeGpu => _freeGpu;

    /// <summary>Gets the number of GPUs that are wholly free.</summary>
    public int IdleGpus { get; private set; } = gpus;

    /// <summary>Gets the number of pods on the node.</summary>
    public int Pods { get; private set; }

    public bool Fits(GpuPod pod) =>
        pod.CpuMilli <= FreeCpuMilli && pod.MemoryMib <= FreeMemoryMib
        && (pod.Gpus == 0 || ((pod.Models & Model) != 0 && (pod.Shares ? TightestGpu(pod.GpuMilli) >= 0 : IdleGpus >= pod.Gpus)));

    /// <summary>The GPU with the least room that has enough; -1 without one.</summary>
    public int TightestGpu(int milli)
    {
        var tightest = -1;
        for (var g = 0; g < _freeGpu.Length; g++)
        {
            if (_freeGpu[g] >= milli && (tightest < 0 || _freeGpu[g] < _freeGpu[tightest]))
            {
                tightest = g;
            }
        }

        return tightest;
    }

    /// <summary>Takes what a pod asks for.</summary>
    /// <param name="pod">A pod that fits.</param>
    /// <param name="gpu">The GPU that it shares; ignored for other pods.</param>
    public void Take(GpuPod pod, int gpu) => Change(pod, gpu, 1);

    /// <summary>Gives back what <see cref="Take"/> took.</summary>
    public void Return(GpuPod pod, int gpu) => Change(pod, gpu, -1);

    private void Change(GpuPod pod, int gpu, int sign)
    {
        FreeCpuMilli -= sign * pod.CpuMilli;
        FreeMemoryMib -= sign * pod.MemoryMib;
        Pods += sign;
        if (pod.Shares)
        {
            var before = _freeGpu[gpu];
            _freeGpu[gpu] -= sign * pod.GpuMilli;
            IdleGpus += (_freeGpu[gpu] == Whole ? 1 : 0) - (before == Whole ? 1 : 0);
            return;
        }

        // A pod that takes whole GPUs always takes the first idle ones, so that giving back the first full ones restores the multiset.
        var (from, to) = sign > 0 ? (Whole, 0) : (0, Whole);
        for (int g = 0, left = pod.Gpus; left > 0; g++)
        {
            if (_freeGpu[g] == from)
            {
                _freeGpu[g] = to;
                IdleGpus -= sign;
                left--;
            }
        }
    }
}
