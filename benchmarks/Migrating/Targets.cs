using Placement.Benchmarks.Packing;
using Placement.Construction;
using Placement.Problems;

namespace Placement.Benchmarks.Migrating;

/// <summary>Targets to plan towards.</summary>
internal static class Targets
{
    /// <summary>The answer of the portfolio within the time limit.</summary>
    public static Assignment Solved(PlacementProblem problem, BenchmarkArguments options)
    {
        var result = new GreedySolver().Solve(problem, options.Options());
        return result.Assignment ?? throw new InvalidOperationException($"No target was found: {string.Join("; ", result.Reasons.Take(3).Select(r => r.Message))}");
    }

    /// <summary>
    /// A fleet in which nearly all of the given number of replicas have to move. Both assignments fill nodes at random to about 80 % of their memory, so that
    /// many moves wait for others to leave; one workload has about 300 replicas, at most two of them on a node, and a spread over ten racks.
    /// </summary>
    public static (PlacementProblem Problem, Assignment Target) Generated(int moves, int nodes, int seed)
    {
        var random = new Random(seed);
        var sizes = new (long Cpu, long Memory)[] { (500, 1L << 30), (1_000, 2L << 30), (2_000, 4L << 30), (4_000, 8L << 30), (1_000, 8L << 30) };
        var replicas = moves;
        var workloads = Math.Max(1, replicas / 300);
        var average = sizes.Average(s => (double)s.Memory) * replicas / nodes;
        var capacity = new long[nodes * 2];
        for (var n = 0; n < nodes; n++)
        {
            (capacity[n * 2], capacity[(n * 2) + 1]) = (1_000_000, (long)(average / 0.8) + (8L << 30));
        }

        var demand = sizes.SelectMany(s => new[] { s.Cpu, s.Memory }).ToArray();
        var workload = Enumerable.Range(0, replicas).Select(p => p % workloads).ToArray();
        var demandClass = workload.Select(w => w % sizes.Length).ToArray();
        int[] Fill()
        {
            var free = Enumerable.Range(0, nodes).Select(n => capacity[(n * 2) + 1]).ToArray();
            var count = new Dictionary<(int, int), int>();
            var at = new int[replicas];
            for (var p = 0; p < replicas; p++)
            {
                int node;
                do
                {
                    node = random.Next(nodes);
                }
                while (free[node] < sizes[demandClass[p]].Memory || count.GetValueOrDefault((node, workload[p])) >= 2);
                count[(node, workload[p])] = count.GetValueOrDefault((node, workload[p])) + 1;
                free[node] -= sizes[demandClass[p]].Memory;
                at[p] = node;
            }

            return at;
        }

        var (start, goal) = (Fill(), Fill());
        var problem = PlacementProblem.Create(new ProblemDefinition
        {
            ResourceCount = 2,
            Capacity = capacity,
            Demand = demand,
            DemandClass = demandClass,
            Workload = workload,
            Origin = start,
            Domains = [[.. Enumerable.Range(0, nodes).Select(n => n % 10)]],
            DomainLimits = [.. Enumerable.Range(0, workloads).Select(w => new DomainLimit(w, -1, 2))],
            Spreads = [.. Enumerable.Range(0, workloads).Select(w => new DomainSpread(w, 0, 3))],
        });
        return (problem, new Assignment(goal));
    }
}
