using Placement.Problems;

namespace Placement.Tests.ColumnGeneration;

/// <summary>Fleets of many small replicas of irregular sizes on priced node types, where a plan close to the bound exists.</summary>
internal static class IrregularFleets
{
    public static PlacementProblem Make(int replicas, int workloads, int seed, bool apart = false)
    {
        var random = new Random(seed);
        (long Cpu, long Memory, long Price)[] shapes = [(64_000, 256_000, 3072), (96_000, 192_000, 4080), (48_000, 384_000, 3024)];
        var nodes = shapes.SelectMany(s => Enumerable.Repeat(s, replicas / 10)).ToArray();
        return PlacementProblem.Create(new()
        {
            ResourceCount = 2,
            Capacity = [.. nodes.SelectMany(s => new[] { s.Cpu, s.Memory })],
            Price = [.. nodes.Select(s => s.Price)],
            Demand = [.. Enumerable.Range(0, workloads).SelectMany(_ => random.Next(150, 4_000) is var cpu ? new long[] { cpu, (long)(cpu * (1 + (7 * random.NextDouble()))) } : [])],
            DemandClass = [.. Enumerable.Range(0, replicas).Select(p => p % workloads)],
            Workload = [.. Enumerable.Range(0, replicas).Select(p => p % workloads)],
            DomainLimits = apart ? [.. Enumerable.Range(0, workloads).Where(w => w % 3 == 0).Select(w => new DomainLimit(w, -1, 1))] : [],
        });
    }

    /// <summary>Bins of one size and price 1, items of a seeded uniform range.</summary>
    public static PlacementProblem Bins(int items, int low, int high, int seed)
    {
        var random = new Random(seed);
        return PlacementProblem.Create(new()
        {
            ResourceCount = 2,
            Capacity = [.. Enumerable.Repeat(1000L, 2 * items)],
            Price = [.. Enumerable.Repeat(1L, items)],
            Demand = [.. Enumerable.Range(0, 2 * items).Select(_ => (long)random.Next(low, high))],
            DemandClass = [.. Enumerable.Range(0, items)],
        });
    }
}
