namespace Placement.Benchmarks.Openb;

/// <summary>Places arriving pods one by one. A score is kept until its node changes: of each kind of pod, one node is scored anew per arrival.</summary>
internal sealed class OnlineCluster(GpuNode[] nodes, IGpuPolicy policy)
{
    private readonly Dictionary<GpuPod, Scores> _scores = [];
    private readonly int[] _version = new int[nodes.Length];

    /// <summary>Gets the nodes in the order that breaks ties.</summary>
    public IReadOnlyList<GpuNode> Nodes => nodes;

    /// <summary>Places a pod on the best node. Returns whether one had room.</summary>
    public bool Place(GpuPod pod)
    {
        if (!_scores.TryGetValue(pod, out var scores))
        {
            _scores.Add(pod, scores = new Scores(nodes.Length));
        }

        var best = -1;
        for (var n = 0; n < nodes.Length; n++)
        {
            if (scores.Version[n] != _version[n])
            {
                scores.Version[n] = _version[n];
                (scores.Value[n], scores.Gpu[n]) = nodes[n].Fits(pod) ? policy.Score(pod, nodes[n]) : (double.PositiveInfinity, 0);
            }

            if (scores.Value[n] < (best < 0 ? double.PositiveInfinity : scores.Value[best]))
            {
                best = n;
            }
        }

        if (best < 0)
        {
            return false;
        }

        nodes[best].Take(pod, scores.Gpu[best]);
        _version[best]++;
        return true;
    }

    private sealed class Scores
    {
        public Scores(int nodes)
        {
            Value = new double[nodes];
            Gpu = new int[nodes];
            Version = new int[nodes];
            Array.Fill(Version, -1);
        }

        public double[] Value { get; }

        public int[] Gpu { get; }

        public int[] Version { get; }
    }
}
