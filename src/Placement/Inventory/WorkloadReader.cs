using Placement.Model;

namespace Placement.Inventory;

/// <summary>Reads the rows of a workload list: requests, where the replicas run, and rules.</summary>
internal sealed record WorkloadReader
{
    private const int MostReplicas = 100_000;

    private static readonly InventoryColumn[] Columns =
    [
        new("id", ColumnKind.Text, true, "workload", "workload_id", "service", "app", "application", "name"),
        new("replicas", ColumnKind.Count, false, "count", "instances", "copies", "replica_count"),
        InventoryColumn.Cpu(false) with { Headers = AsRequest("cpu", InventoryColumn.Cpu(false).Headers) },
        InventoryColumn.Memory(false) with { Headers = AsRequest("memory", InventoryColumn.Memory(false).Headers) },
        new("nodes", ColumnKind.Text, false, "node", "current_nodes", "runs_on", "hosts"),
        .. RuleColumns.All,
    ];

    public required IReadOnlyList<Workload> Workloads { get; init; }

    public required IReadOnlyList<PlacementRule> Rules { get; init; }

    public required InventorySource Source { get; init; }

    public static WorkloadReader? Read(InventoryBytes bytes, IReadOnlyDictionary<string, string> mapping, NodeReader? nodes, InventoryFaults faults)
    {
        if (InventoryTable.Read(bytes, Columns, mapping, faults) is not { } table)
        {
            return null;
        }

        var nodeIds = nodes?.Nodes.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        var workloads = new List<Workload>(table.Rows.Count);
        var rows = new List<(InventoryRow Row, Workload Workload)>(table.Rows.Count);
        foreach (var (fields, line) in table.Rows)
        {
            var row = new InventoryRow(table, fields, line, faults);
            var workload = ReadWorkload(row, nodeIds);
            if (!seen.TryAdd(workload.Id, line))
            {
                row.Fault("id", workload.Id, $"The workload stands in line {seen[workload.Id]} already.", "Give one row a workload, with the number of its replicas.");
            }

            workloads.Add(workload);
            rows.Add((row, workload));
        }

        // Rules name other workloads, so every row is read before the first rule is.
        var reader = new RuleColumns(seen.Keys.ToHashSet(StringComparer.Ordinal), nodes?.Nodes);
        var rules = rows.SelectMany(r => reader.Read(r.Row, r.Workload)).ToList();
        return new() { Workloads = workloads, Rules = rules, Source = table.ToSource(bytes, "workloads") };
    }

    private static Workload ReadWorkload(InventoryRow row, HashSet<string>? nodeIds)
    {
        var id = row.Name("id");
        var homes = row.List("nodes");
        foreach (var home in homes.Where(h => nodeIds is not null && !nodeIds.Contains(h)).Distinct(StringComparer.Ordinal))
        {
            row.Fault("nodes", home, "The node is not in the node list.", "Maybe the workload list is older than the node list.");
        }

        var replicas = row.Count("replicas", 1, MostReplicas) ?? Math.Max(1, homes.Length);
        if (homes.Length > replicas)
        {
            row.Fault("nodes", row.Text("nodes"), $"The workload runs on {homes.Length} nodes but has {replicas} replicas.", "List one node a replica.");
        }

        var cpu = row.Cpu("cpu", Rounding.Up);
        var memory = row.Memory("memory", Rounding.Up);
        if (cpu is null != memory is null && row.Text("cpu").Length == 0 != (row.Text("memory").Length == 0))
        {
            row.Fault(cpu is null ? "cpu" : "memory", "", "Only one of CPU and memory is requested.", "Give both, or neither to size the workload by its telemetry alone.");
        }

        return new()
        {
            Id = id,
            Replicas = [.. Enumerable.Range(0, replicas).Select(r => new Replica { Id = $"{id}/{r}", Node = r < homes.Length ? homes[r] : null })],
            Demand = [cpu ?? 0, memory ?? 0],
            Requested = cpu is { } c && memory is { } m ? [c, m] : [],
            Tolerations = [.. row.List("tolerations").Select(RuleColumns.Toleration)],
            Priority = row.Count("priority", 0, 1000) ?? 0,
        };
    }

    /// <summary>Adds the headers "requested_X", "X_request" and "NAME_request_UNIT" for each header X, with the unit that X implies.</summary>
    private static string[] AsRequest(string name, string[] headers) =>
    [
        .. headers,
        .. headers.Prepend(name).Select(h => $"requested_{h}"),
        .. headers.Prepend(name).Select(h => h.Split(':') is [var stem, var unit] ? $"{stem}_request:{unit}" : $"{h}_request"),
        .. headers.Where(h => h.StartsWith($"{name}_", StringComparison.Ordinal)).Select(h => $"{name}_request{h[name.Length..]}"),
    ];
}
