using System.Globalization;
using Placement.Model;

namespace Placement.Inventory;

/// <summary>Reads the rules in the columns of a workload row.</summary>
internal sealed class RuleColumns(HashSet<string> workloads, IReadOnlyList<Node>? nodes)
{
    private readonly HashSet<string>? _nodeIds = nodes?.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
    private readonly HashSet<string>? _labels = nodes?.SelectMany(n => n.Labels.Keys).ToHashSet(StringComparer.Ordinal);
    private readonly HashSet<(string, string)>? _labelValues = nodes?.SelectMany(n => n.Labels).Select(l => (l.Key, l.Value)).ToHashSet();

    /// <summary>Gets the columns; the class that reads each is the switch below.</summary>
    public static IReadOnlyList<InventoryColumn> All { get; } =
    [
        new("max_per_node", ColumnKind.Count, false, "anti_affinity"),
        new("max_per", ColumnKind.Text, false, "max_per_domain"),
        new("spread", ColumnKind.Text, false, "spread_min"),
        new("selector", ColumnKind.Text, false, "node_selector"),
        new("tolerations", ColumnKind.Text, false),
        new("pin", ColumnKind.Text, false, "pinned_to"),
        new("apart_from", ColumnKind.Text, false, "not_with"),
        new("needs", ColumnKind.Text, false, "depends_on", "with"),
        new("priority", ColumnKind.Count, false),
    ];

    public static Toleration Toleration(string entry)
    {
        var at = entry.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? new() { Key = entry } : new() { Key = entry[..at].Trim(), Value = entry[(at + 1)..].Trim() };
    }

    public IEnumerable<PlacementRule> Read(InventoryRow row, Workload workload)
    {
        var id = workload.Id;
        if (row.Count("max_per_node", 1, int.MaxValue) is { } perNode)
        {
            yield return new ReplicaLimit { Workload = id, Max = perNode };
        }

        foreach (var entry in row.List("max_per"))
        {
            if (LabelAndCount(row, "max_per", entry, "zone:2", int.MaxValue) is var (label, max))
            {
                yield return new ReplicaLimit { Workload = id, Label = label, Max = max };
            }
        }

        foreach (var entry in row.List("spread"))
        {
            if (LabelAndCount(row, "spread", entry, "zone:2", workload.Replicas.Count) is var (label, least))
            {
                yield return new Spread { Workload = id, Label = label, MinDomains = least };
            }
        }

        foreach (var entry in row.List("selector"))
        {
            if (Selector(row, id, entry) is { } selector)
            {
                yield return selector;
            }
        }

        foreach (var entry in row.List("pin"))
        {
            if (Pinned(row, workload, entry) is { } pin)
            {
                yield return pin;
            }
        }

        foreach (var entry in row.List("apart_from"))
        {
            var (other, rest) = Split(entry);
            if (!IsOther(row, "apart_from", id, other))
            {
                continue;
            }

            if (rest.Length > 0 && !int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                row.Fault("apart_from", entry, "The limit is not a whole number.", "Write NAME, or NAME:2 for at most two beside it.");
                continue;
            }

            yield return new CoLocationLimit { Workload = id, Other = other, Max = rest.Length == 0 ? 0 : int.Parse(rest, CultureInfo.InvariantCulture) };
        }

        foreach (var entry in row.List("needs"))
        {
            var (other, label) = Split(entry);
            if (IsOther(row, "needs", id, other) && (label.Length == 0 || IsLabel(row, "needs", entry, label)))
            {
                yield return new Affinity { Workload = id, Other = other, Label = label.Length == 0 ? null : label };
            }
        }
    }

    private static (string Name, string Suffix) Split(string entry)
    {
        var at = entry.LastIndexOf(':');
        return at < 0 ? (entry, "") : (entry[..at].Trim(), entry[(at + 1)..].Trim());
    }

    private (string Label, int Count)? LabelAndCount(InventoryRow row, string column, string entry, string example, int most)
    {
        var (label, rest) = Split(entry);
        if (label.Length == 0 || !int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
        {
            row.Fault(column, entry, "The rule is written LABEL:COUNT with a count of at least 1.", $"For example {example}.");
            return null;
        }

        if (count > most)
        {
            row.Fault(column, entry, $"The workload has only {most} replicas.", "Ask for at most as many domains as replicas.");
            return null;
        }

        return IsLabel(row, column, entry, label) ? (label, count) : null;
    }

    private NodeSelector? Selector(InventoryRow row, string id, string entry)
    {
        var at = entry.IndexOf('=', StringComparison.Ordinal);
        var values = at < 0 ? [] : entry[(at + 1)..].Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (at < 1 || values.Length == 0)
        {
            row.Fault("selector", entry, "A selector is written LABEL=VALUE, or LABEL=VALUE|VALUE.", "For example disk=ssd.");
            return null;
        }

        var label = entry[..at].Trim();
        if (!IsLabel(row, "selector", entry, label))
        {
            return null;
        }

        if (_labelValues is not null && values.All(v => !_labelValues.Contains((label, v))))
        {
            row.Fault("selector", entry, "No node has the label with this value.", "The workload could not run anywhere.");
            return null;
        }

        return new() { Workload = id, Label = label, Values = values };
    }

    private Pin? Pinned(InventoryRow row, Workload workload, string entry)
    {
        var at = entry.IndexOf('=', StringComparison.Ordinal);
        var node = entry[(at + 1)..].Trim();
        string? replica = null;
        if (at >= 0)
        {
            if (!int.TryParse(entry[..at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number >= workload.Replicas.Count)
            {
                row.Fault("pin", entry, $"The replica must be a number from 0 to {workload.Replicas.Count - 1}.", "Write NODE for all replicas, or 0=NODE;1=NODE.");
                return null;
            }

            replica = workload.Replicas[number].Id;
        }

        if (_nodeIds is not null && !_nodeIds.Contains(node))
        {
            row.Fault("pin", entry, "The node is not in the node list.", "Correct the name, or remove the pin.");
            return null;
        }

        return new() { Workload = workload.Id, Replica = replica, Node = node };
    }

    private bool IsOther(InventoryRow row, string column, string id, string other)
    {
        if (other == id)
        {
            row.Fault(column, other, "The rule names the workload itself.", "To keep its own replicas apart, use max_per_node.");
            return false;
        }

        if (!workloads.Contains(other))
        {
            row.Fault(column, other, "The workload is not in the list.", workloads.FirstOrDefault(w => Spelling.IsNear(w, other)) is { } near ? $"Maybe {near} is meant." : "Correct the name, or remove the rule.");
            return false;
        }

        return true;
    }

    private bool IsLabel(InventoryRow row, string column, string entry, string label)
    {
        if (_labels is null || _labels.Contains(label))
        {
            return true;
        }

        row.Fault(column, entry, $"No node has the label {label}.", _labels.Count == 0 ? "The node list has no labels." : $"The labels are {string.Join(", ", _labels.Order(StringComparer.Ordinal))}.");
        return false;
    }
}
