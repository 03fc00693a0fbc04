namespace Placement.Benchmarks.Openb;

/// <summary>Puts a pod on each GPU of a node in turn, and takes it off again.</summary>
internal static class Trial
{
    /// <summary>The GPU with the lowest price.</summary>
    /// <param name="pod">A pod that fits the node.</param>
    /// <param name="node">The node; as before when this returns.</param>
    /// <param name="price">The price of the node with the pod on it.</param>
    public static (double Score, int Gpu) Best(GpuPod pod, GpuNode node, Func<double> price)
    {
        var best = (Score: double.PositiveInfinity, Gpu: 0);
        var choices = pod.Shares ? node.FreeGpu.Length : 1;
        for (var gpu = 0; gpu < choices; gpu++)
        {
            if (pod.Shares && node.FreeGpu[gpu] < pod.GpuMilli)
            {
                continue;
            }

            node.Take(pod, gpu);
            var score = price();
            node.Return(pod, gpu);
            if (score < best.Score)
            {
                best = (score, gpu);
            }
        }

        return best;
    }
}
