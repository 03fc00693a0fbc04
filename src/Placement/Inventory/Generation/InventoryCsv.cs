using System.Globalization;
using CsvHelper;

namespace Placement.Inventory.Generation;

/// <summary>Writes the node and workload lists.</summary>
internal static class InventoryCsv
{
    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with { NewLine = "\n" };

    public static void WriteNodes(FleetPlan plan, Stream stream)
    {
        using var csv = CsvWriter.Create(stream, Options, leaveOpen: true);
        Row(csv, "id", "type", "cpu_cores", "memory_gib", "price_per_hour", "zone", "rack", "labels", "taints", "state");
        foreach (var n in plan.Nodes)
        {
            Row(csv, n.Id, n.Type, Text(n.Cores), Text(n.Gibibytes), n.Price, n.Zone, n.Rack, n.Labels, n.Taints, "open");
        }
    }

    public static void WriteWorkloads(FleetPlan plan, Stream stream)
    {
        using var csv = CsvWriter.Create(stream, Options, leaveOpen: true);
        Row(csv, "id", "replicas", "cpu_request_milli", "memory_request_mib", "nodes", "max_per_node", "spread", "selector", "tolerations", "pin", "apart_from", "priority");
        foreach (var s in plan.Services)
        {
            var zones = s.Nodes.Select(n => plan.Nodes[n].Zone).Distinct().Count();
            Row(
                csv, s.Id, Text(s.Nodes.Length), Text(s.RequestedMillicores), Text(s.RequestedMebibytes),
                string.Join(';', s.Nodes.Select(n => plan.Nodes[n].Id)),
                s.Nodes.Length > 1 ? "1" : "",
                s.Nodes.Length > 1 && zones > 1 ? $"zone:{Text(Math.Min(zones, s.Nodes.Length))}" : "",
                s.Selector, s.Tolerations, s.Pin, s.ApartFrom, Text(s.Priority));
        }
    }

    public static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static void Row(CsvWriter csv, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }

        csv.EndRecord();
    }
}
