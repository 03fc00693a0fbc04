using Placement.Problems;
using Placement.Search;
using Placement.Solving;

namespace Placement.ColumnGeneration;

/// <summary>
/// Packs everything on a given set of nodes by local search with what does not fit as the only cost, as done for bins of a fixed number (Alvim et al. 2004,
/// doi:10.1023/B:HEUR.0000026267.44673.ed). Where nodes hold many replicas and little room is left, it finds the plan that patterns miss.
/// </summary>
internal static class OverloadSearch
{
    /// <summary>Searches.</summary>
    /// <param name="problem">A problem whose only costs are prices and whose only rules are capacity, eligibility and pins.</param>
    /// <param name="nodes">The nodes that may be used.</param>
    /// <param name="start">An assignment of all replicas; those outside the nodes are homeless at first.</param>
    /// <param name="options">Threads, seed, time and steps.</param>
    /// <param name="stop">Ends without a result.</param>
    /// <returns>An assignment to these nodes where everything fits, or <see langword="null"/>.</returns>
    public static Assignment? Run(PlacementProblem problem, int[] nodes, Assignment start, SolveOptions options, CancellationToken stop)
    {
        var squeezed = Squeeze(problem, nodes);
        var at = new Dictionary<int, int>(nodes.Select((node, i) => KeyValuePair.Create(node, i)));
        var next = 0;
        var begin = new Assignment([.. Enumerable.Range(0, problem.ReplicaCount).Select(p => at.TryGetValue(start[p], out var i) ? i : Home(squeezed, p, ref next))]);
        var result = new LocalSearchSolver().Solve(squeezed, options with { Start = begin, StopRequested = stop, Progress = null }, CancellationToken.None);
        return result is { Cost: 0, Assignment: { } found } ? new([.. Enumerable.Range(0, problem.ReplicaCount).Select(p => nodes[found[p]])]) : null;
    }

    /// <summary>The given nodes alone, with their capacity as a target that each unit above costs.</summary>
    private static PlacementProblem Squeeze(PlacementProblem problem, int[] nodes)
    {
        var resources = Enumerable.Range(0, problem.ResourceCount).ToArray();
        var total = resources.Select(r => Enumerable.Range(0, problem.SlotCount).Max(s => Enumerable.Range(0, problem.ReplicaCount).Sum(p => problem.Demand(p)[(r * problem.SlotCount) + s]))).ToArray();
        var target = nodes.SelectMany(n => resources.Select(r => problem.Capacity(n)[r * problem.SlotCount])).ToArray();
        var widest = resources.Select(r => Math.Max(1, nodes.Max(n => problem.Capacity(n)[r * problem.SlotCount]))).ToArray();
        return PlacementProblem.Create(new()
        {
            ResourceCount = problem.ResourceCount,
            SlotCount = problem.SlotCount,
            Target = target,
            Capacity = [.. target.Select((t, i) => Math.Max(t, total[i % total.Length]))],
            LoadWeight = [.. widest.Select(w => Math.Max(1, widest.Max() / w))], // one full node costs about the same in each resource
            Demand = problem.DemandTable,
            DemandClass = problem.DemandClassTable,
            Workload = problem.WorkloadTable,
            Eligible = [.. problem.EligibleTable.Select(row => row is null ? null : nodes.Select(n => row[n]).ToArray())],
            PinnedNode = [.. problem.PinTable.Select(n => n < 0 ? -1 : Array.IndexOf(nodes, n))],
        });
    }

    private static int Home(PlacementProblem squeezed, int replica, ref int next)
    {
        for (var tried = 0; tried < squeezed.NodeCount; tried++)
        {
            next = (next + 1) % squeezed.NodeCount;
            if (squeezed.IsEligible(replica, next))
            {
                return next;
            }
        }

        return next;
    }
}
