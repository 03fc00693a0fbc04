namespace Placement.Benchmarks.Openb;

/// <summary>Chooses among the nodes that have room for a pod.</summary>
internal interface IGpuPolicy
{
    string Name { get; }

    /// <summary>Scores a pod on a node where it fits; the lowest wins, the node's rank breaks ties.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="node">The node; left as it is.</param>
    /// <returns>The score, and the GPU that the pod would share (0 for other pods).</returns>
    (double Score, int Gpu) Score(GpuPod pod, GpuNode node);
}
