using Placement.Model;
using Placement.Problems;

namespace Placement.Benchmarks.Scale;

/// <summary>
/// A generated fleet to rebalance: four resources, three node shapes in zones and racks, workloads of 1 to 60 replicas that may not share a node and of which a
/// third spread over zones, move costs, and a skewed start: nodes fill in the order of a random popularity, so that some run hot and many idle.
/// </summary>
internal static class ScaleFleet
{
    private const int Zones = 10;

    // cores x 1000, MiB, GiB of disk, Mbit/s: general purpose, compute and memory shapes.
    private static readonly long[][] Shapes = [[64_000, 262_144, 4_000, 25_000], [96_000, 196_608, 4_000, 50_000], [48_000, 393_216, 8_000, 25_000]];

    public static PlacementProblem Make(int nodes, int replicas, int seed)
    {
        var random = new Random(seed);
        var shape = Enumerable.Range(0, nodes).Select(_ => Shapes[random.Next(Shapes.Length)]).ToArray();
        var workload = Workloads(replicas, random, out var workloads);
        var demand = Demands(nodes, replicas, workloads, random);
        long[] capacity = [.. shape.SelectMany(s => s)];
        var zone = Enumerable.Range(0, nodes).Select(n => n % Zones).ToArray();
        var size = new int[workloads];
        foreach (var w in workload)
        {
            size[w]++;
        }

        var origin = SkewedStart(capacity, demand, workload, size, random);
        return PlacementProblem.Create(new()
        {
            ResourceCount = 4,
            Capacity = capacity,
            Target = [.. capacity.Select(c => c * 7 / 10)],
            LoadWeight = [4, 1, 40, 4],
            Demand = demand,
            DemandClass = workload,
            Workload = workload,
            Origin = origin,
            MoveCost = [.. workload.Select(w => 200 + (demand[(4 * w) + 1] / 16))],
            WorkloadMoveCost = 1_000,
            Domains = [zone],
            DomainLimits = [.. Enumerable.Range(0, workloads).Where(w => size[w] > 1).Select(w => new DomainLimit(w, -1, 1, RuleStrictness.Hard))],
            Spreads = [.. Enumerable.Range(0, workloads).Where(w => w % 3 == 0 && size[w] >= 3).Select(w => new DomainSpread(w, 0, 3, RuleStrictness.DoNotWorsen))],
        });
    }

    private static int[] Workloads(int replicas, Random random, out int workloads)
    {
        var workload = new int[replicas];
        workloads = 0;
        for (var p = 0; p < replicas; workloads++)
        {
            // Most workloads are small, a few large.
            var size = Math.Min(replicas - p, 1 + (int)(60 * Math.Pow(random.NextDouble(), 3)));
            workload.AsSpan(p, size).Fill(workloads);
            p += size;
        }

        return workload;
    }

    /// <summary>About 60 % of the fleet is asked for in each resource, in sizes of a wide range.</summary>
    private static long[] Demands(int nodes, int replicas, int workloads, Random random)
    {
        var demand = new long[workloads * 4];
        for (var r = 0; r < 4; r++)
        {
            var mean = 0.6 * Shapes.Average(s => s[r]) * nodes / replicas;
            for (var w = 0; w < workloads; w++)
            {
                demand[(4 * w) + r] = Math.Clamp((long)(mean * -Math.Log(1 - random.NextDouble())), 1, Shapes.Min(s => s[r]) / 3);
            }
        }

        return demand;
    }

    /// <summary>Each replica goes to the more popular of two random nodes that have room and no other replica of its workload, else to the next that has.</summary>
    private static int[] SkewedStart(long[] capacity, long[] demand, int[] workload, int[] size, Random random)
    {
        var nodes = capacity.Length / 4;
        var popularity = Enumerable.Range(0, nodes).Select(_ => random.NextDouble()).ToArray();
        var free = (long[])capacity.Clone();
        var origin = new int[workload.Length];
        var last = Enumerable.Repeat(-1, nodes).ToArray(); // workload of the last replica placed there; replicas of a workload come in a row
        bool Fits(int p, int n)
        {
            var w = workload[p];
            return last[n] != w && free[4 * n] >= demand[4 * w] && free[(4 * n) + 1] >= demand[(4 * w) + 1] && free[(4 * n) + 2] >= demand[(4 * w) + 2] && free[(4 * n) + 3] >= demand[(4 * w) + 3];
        }

        for (var p = 0; p < origin.Length; p++)
        {
            var a = random.Next(nodes);
            var b = random.Next(nodes);
            var (first, second) = popularity[a] >= popularity[b] ? (a, b) : (b, a);
            var node = Fits(p, first) ? first : second;
            for (var step = 0; step < nodes && !Fits(p, node); step++)
            {
                node = (node + 1) % nodes;
            }

            if (!Fits(p, node))
            {
                throw new InvalidOperationException($"Replica {p} of workload {workload[p]} with {size[workload[p]]} replicas found no node; give more nodes a replica.");
            }

            origin[p] = node;
            last[node] = workload[p];
            for (var r = 0; r < 4; r++)
            {
                free[(4 * node) + r] -= demand[(4 * workload[p]) + r];
            }
        }

        return origin;
    }
}
