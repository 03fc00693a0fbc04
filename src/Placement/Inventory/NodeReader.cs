using System.Globalization;
using Placement.Model;

namespace Placement.Inventory;

/// <summary>Reads the rows of a node list.</summary>
internal sealed record NodeReader
{
    private static readonly InventoryColumn[] Columns =
    [
        new("id", ColumnKind.Text, true, "node", "node_id", "node_name", "name", "hostname", "host", "machine", "machine_id", "server"),
        new("type", ColumnKind.Text, false, "node_type", "instance_type", "machine_type", "flavor"),
        InventoryColumn.Cpu(false),
        InventoryColumn.Memory(false),
        InventoryColumn.Price(false),
        new("zone", ColumnKind.Text, false, "availability_zone", "az", "failure_domain"),
        new("rack", ColumnKind.Text, false),
        new("labels", ColumnKind.Text, false),
        new("taints", ColumnKind.Text, false),
        new("state", ColumnKind.Text, false),
    ];

    public required IReadOnlyList<Node> Nodes { get; init; }

    public required InventorySource Source { get; init; }

    /// <summary>Gets the number of nodes with the assumed price.</summary>
    public required int Assumed { get; init; }

    /// <summary>Gets whether every row could be taken apart.</summary>
    public required bool IsWhole { get; init; }

    public static NodeReader? Read(InventoryBytes bytes, InventoryOptions options, PriceCatalogue? catalogue, InventoryFaults faults)
    {
        if (InventoryTable.Read(bytes, Columns, options.NodeColumns, faults) is not { } table)
        {
            return null;
        }

        var types = (catalogue?.Types ?? []).DistinctBy(t => t.Id).ToDictionary(t => t.Id, StringComparer.Ordinal);
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        var nodes = new List<Node>(table.Rows.Count);
        var assumed = 0;
        foreach (var (fields, line) in table.Rows)
        {
            var row = new InventoryRow(table, fields, line, faults);
            var id = row.Name("id");
            if (!seen.TryAdd(id, line))
            {
                row.Fault("id", id, $"The node stands in line {seen[id]} already.", "Remove one of the two rows.");
            }

            var type = row.Text("type");
            var known = types.GetValueOrDefault(type);
            var cpu = Capacity(row, "cpu", row.Cpu("cpu", Rounding.Down), known?.Millicores, type);
            var memory = Capacity(row, "memory", row.Memory("memory", Rounding.Down), known?.MemoryBytes, type);
            var price = row.Price("price") ?? (row.Text("price").Length == 0 ? known?.PriceMicroDollarsPerHour : 0);
            if (price is null && options.AssumedPrice is { } byResource)
            {
                price = byResource.Of(cpu, memory);
                assumed++;
            }

            if (price is null)
            {
                row.Fault("price", "", "The node has no price, and its type is not in the price catalogue.", "Add a price column, give a catalogue with the type, or assume a price per core and GiB.");
            }

            nodes.Add(new()
            {
                Id = id,
                Type = type.Length > 0 ? type : Shape(cpu, memory),
                Capacity = [cpu, memory],
                PriceMicroDollarsPerHour = price ?? 0,
                Labels = Labels(row, table),
                Taints = [.. row.List("taints").Select(t => Pair(t)).Select(t => new Taint { Key = t.Key, Value = t.Value })],
                State = State(row),
            });
        }

        return new() { Nodes = nodes, Source = table.ToSource(bytes, "nodes"), IsWhole = table.IsWhole, Assumed = assumed };
    }

    private static long Capacity(InventoryRow row, string column, long? stated, long? ofType, string type)
    {
        if (stated is 0)
        {
            row.Fault(column, row.Text(column), "The capacity must be above 0.", "Leave out nodes that cannot run anything, or set their state to draining.");
        }
        else if (stated is null && row.Text(column).Length == 0 && ofType is null)
        {
            row.Fault(column, "", type.Length == 0 ? "The capacity is not stated." : $"The capacity is not stated, and the type {type} is not in the price catalogue.", "Fill it in, or give a catalogue with the type.");
        }

        return stated ?? ofType ?? 0;
    }

    private static Dictionary<string, string> Labels(InventoryRow row, InventoryTable table)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (label, index) in table.Labels)
        {
            Add(label, row.At(index));
        }

        foreach (var entry in row.List("labels"))
        {
            var (key, value) = Pair(entry);
            if (key.Length == 0 || value.Length == 0)
            {
                row.Fault("labels", entry, "A label is written key=value.", "Separate several labels by semicolons.");
            }

            Add(key, value);
        }

        Add("zone", row.Text("zone"));
        Add("rack", row.Text("rack"));
        Add("type", row.Text("type"));
        return labels;

        void Add(string key, string value)
        {
            if (value.Length > 0 && !labels.TryAdd(key, value) && labels[key] != value)
            {
                row.Fault("labels", $"{key}={value}", $"The node has the label {key}={labels[key]} already.", "Keep one of the two.");
            }
        }
    }

    private static NodeState State(InventoryRow row)
    {
        var text = row.Text("state");
        switch (text.ToLowerInvariant())
        {
            case "" or "open" or "active" or "ready" or "up":
                return NodeState.Open;
            case "cordoned" or "cordon" or "unschedulable":
                return NodeState.Cordoned;
            case "draining" or "drain" or "drained" or "down":
                return NodeState.Draining;
            default:
                row.Fault("state", text, "The state is unknown.", "Write open, cordoned or draining.");
                return NodeState.Open;
        }
    }

    private static string Shape(long millicores, long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{millicores / 1000.0:0.###}c-{bytes / (double)(1L << 30):0.#}GiB");

    private static (string Key, string Value) Pair(string entry)
    {
        var at = entry.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (entry, "") : (entry[..at].Trim(), entry[(at + 1)..].Trim());
    }
}
