namespace Placement.Inventory.Generation;

/// <summary>Makes a plausible fleet as companies have it: every service on nodes of its own, most of them idle, a few hot, with telemetry that has shape, gaps and faults.</summary>
/// <remarks>The same options give the same bytes on every machine: seeded, and only with arithmetic that IEEE 754 defines exactly.</remarks>
public static class FleetGenerator
{
    /// <summary>Makes the files of a fleet: <c>nodes.csv</c>, <c>workloads.csv</c>, <c>replica-usage.csv.gz</c> and <c>node-usage.csv.gz</c>.</summary>
    /// <param name="options">What kind of fleet; <see langword="null"/> means the defaults.</param>
    public static IReadOnlyList<GeneratedFile> Generate(FleetGeneratorOptions? options = null)
    {
        var chosen = options ?? new FleetGeneratorOptions();
        var plan = FleetPlan.Create(chosen);
        return
        [
            new("nodes.csv", stream => InventoryCsv.WriteNodes(plan, stream)),
            new("workloads.csv", stream => InventoryCsv.WriteWorkloads(plan, stream)),
            new("replica-usage.csv.gz", stream => new UsageCsv(plan, chosen).WriteReplicas(stream)),
            new("node-usage.csv.gz", stream => new UsageCsv(plan, chosen).WriteNodes(stream)),
        ];
    }
}
