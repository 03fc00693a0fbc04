using Placement.Bounds;
using Placement.Problems;

namespace Placement.Construction;

/// <summary>The order in which nodes are taken into use.</summary>
internal static class NodeOrder
{
    /// <summary>File order.</summary>
    public static int[] AsGiven(PlacementProblem problem) => [.. Enumerable.Range(0, problem.NodeCount)];

    /// <summary>The largest first, then the cheapest.</summary>
    public static int[] LargestFirst(PlacementProblem problem, double[] weights)
    {
        var size = Sizes(problem, weights);
        return [.. Enumerable.Range(0, problem.NodeCount).OrderByDescending(n => size[n]).ThenBy(problem.Price).ThenBy(n => n)];
    }

    /// <summary>The cheapest for its size first, then the largest.</summary>
    public static int[] CheapestDensityFirst(PlacementProblem problem, double[] weights)
    {
        var size = Sizes(problem, weights);
        return [.. Enumerable.Range(0, problem.NodeCount)
            .OrderBy(n => size[n] > 0 ? problem.Price(n) / size[n] : double.PositiveInfinity)
            .ThenByDescending(n => size[n])
            .ThenBy(n => n)];
    }

    /// <summary>Node types in the proportion that a relaxation over all resources buys, evenly mixed; types that it does not buy come last.</summary>
    public static int[] Blended(PlacementProblem problem, double[] weights)
    {
        var classes = NodeClasses.Of(problem);
        var bought = ResourcePrices.Of(problem, classes).Nodes;
        var rank = new int[problem.NodeCount];
        foreach (var (i, n) in CheapestDensityFirst(problem, weights).Index())
        {
            rank[n] = i;
        }

        return [.. classes.Members
            .SelectMany((members, k) => members.Select((n, i) => (Node: n, Time: bought[k] > 1e-6 ? (i + 0.5) / bought[k] : double.PositiveInfinity)))
            .OrderBy(x => x.Time).ThenBy(x => rank[x.Node]).Select(x => x.Node)];
    }

    private static double[] Sizes(PlacementProblem problem, double[] weights)
    {
        var sizes = new double[problem.NodeCount];
        for (var n = 0; n < sizes.Length; n++)
        {
            var capacity = problem.Capacity(n);
            for (var d = 0; d < weights.Length; d++)
            {
                sizes[n] += weights[d] * capacity[d];
            }
        }

        return sizes;
    }
}
