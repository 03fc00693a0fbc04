using System.Globalization;
using Placement.Model;
using Placement.Problems;

namespace Placement.Benchmarks.Consolidate;

/// <summary>A generated fleet: workloads with whole-core and power-of-two sizes or irregular ones, one or three priced node types in three zones, with or without rules.</summary>
internal static class GeneratedFleet
{
    public static ConsolidationInstance Make(int replicas, int workloads, int types, bool round, bool rules, int seed)
    {
        var random = new Random(seed);
        // cores, GiB, price in micro-dollars an hour: general purpose, compute and memory shapes.
        (long Cores, long Memory, long Price)[] shapes = types == 1 ? [(64, 256, 3_072_000)] : [(64, 256, 3_072_000), (96, 192, 4_080_000), (48, 384, 3_024_000)];
        var demand = new DemandRows();
        var share = Enumerable.Range(0, workloads).Select(_ => 0.2 + random.NextDouble()).ToArray();
        var total = share.Sum();
        var left = replicas;
        var counts = new int[workloads];
        for (var w = 0; w < workloads; w++)
        {
            counts[w] = w == workloads - 1 ? left : Math.Max(1, (int)(replicas * share[w] / total));
            left -= counts[w];
            if (round)
            {
                demand.Add(w, counts[w], 1000L * (1 << random.Next(0, 3)), 1024L * (1 << random.Next(1, 5)));
            }
            else
            {
                var cpu = random.Next(150, 4_000);
                demand.Add(w, counts[w], cpu, (long)(cpu * (1 + (random.NextDouble() * 7))) * 1024 / 1000);
            }
        }

        // Enough nodes of each type that the price decides.
        var cpuTotal = demand.Class.Sum(c => demand.Demand[2 * c]);
        var memoryTotal = demand.Class.Sum(c => demand.Demand[(2 * c) + 1]);
        var nodes = shapes.SelectMany(s =>
        {
            var needed = Math.Max(cpuTotal / (1000.0 * s.Cores), memoryTotal / (1024.0 * s.Memory));
            return Enumerable.Repeat(s, (int)(1.5 * needed) + 10);
        }).ToArray();
        var definition = ConsolidationFiles.Define(2, [.. nodes.SelectMany(s => new[] { 1000 * s.Cores, 1024 * s.Memory })], [.. nodes.Select(s => s.Price)], demand);
        if (rules)
        {
            var bound = Enumerable.Range(0, workloads).Where(w => w % 3 == 0).ToList();
            definition = definition with
            {
                Domains = [[.. Enumerable.Range(0, nodes.Length).Select(n => n % 3)]],
                DomainLimits = [.. bound.Select(w => new DomainLimit(w, -1, 1, RuleStrictness.Hard))],
                Spreads = [.. bound.Where(w => counts[w] >= 3).Select(w => new DomainSpread(w, 0, 3, RuleStrictness.Hard))],
            };
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"generated/{replicas}x{workloads}-{types}types-{(round ? "round" : "irregular")}{(rules ? "-rules" : "")}");
        return new(name, definition, n => string.Create(CultureInfo.InvariantCulture, $"node-{n}"), p => string.Create(CultureInfo.InvariantCulture, $"workload-{demand.Workload[p]}/{p}"));
    }
}
