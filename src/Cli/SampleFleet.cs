using Placement.Cli.Sources;
using Placement.Inventory;
using Placement.Telemetry.Sources.Csv;

namespace Placement.Cli;

/// <summary>The sample fleet inside the tool: the files of samples/fleet70.</summary>
internal static class SampleFleet
{
    private static readonly string[] TelemetryFiles = ["replica-usage.csv.gz", "node-usage.csv.gz"];

    public static InventoryFiles Inventory() => new()
    {
        Nodes = InventoryInput.FromStream("fleet70/nodes.csv", () => Open("nodes.csv")),
        Workloads = InventoryInput.FromStream("fleet70/workloads.csv", () => Open("workloads.csv")),
    };

    public static List<TelemetryFeed> Telemetry() =>
        [.. TelemetryFiles.Select(name => new TelemetryFeed(name, new CsvSampleSource($"fleet70/{name}", () => Open(name)), null))];

    public static Stream Open(string name) =>
        typeof(SampleFleet).Assembly.GetManifestResourceStream($"fleet70/{name}") ?? throw new InvalidOperationException($"The sample file {name} is missing from the tool.");
}
