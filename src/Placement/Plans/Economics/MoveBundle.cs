namespace Placement.Plans;

/// <summary>Moves that save together or not at all: everything that leaves a node which is freed, or one move alone.</summary>
/// <param name="Node">The freed node, or -1.</param>
/// <param name="Replicas">The replicas that move.</param>
internal sealed record MoveBundle(int Node, int[] Replicas)
{
    /// <summary>Groups the moves between two assignments: by freed node, the rest one by one.</summary>
    public static List<MoveBundle> Of(Problems.PlacementProblem problem, ReadOnlySpan<int> nodes)
    {
        var used = new bool[problem.NodeCount];
        foreach (var node in nodes)
        {
            if (node >= 0)
            {
                used[node] = true;
            }
        }

        var bundles = new List<MoveBundle>();
        var byNode = new SortedDictionary<int, List<int>>();
        for (var p = 0; p < nodes.Length; p++)
        {
            var origin = problem.Origin(p);
            if (origin < 0 || nodes[p] < 0 || nodes[p] == origin)
            {
                continue;
            }

            if (used[origin])
            {
                bundles.Add(new(-1, [p]));
            }
            else if (byNode.TryGetValue(origin, out var together))
            {
                together.Add(p);
            }
            else
            {
                byNode.Add(origin, [p]);
            }
        }

        bundles.AddRange(byNode.Select(g => new MoveBundle(g.Key, [.. g.Value])));
        return bundles;
    }
}
