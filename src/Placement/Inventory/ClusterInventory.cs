using Placement.Model;
using Placement.Telemetry.Samples;

namespace Placement.Inventory;

/// <summary>What a fleet is: its nodes, its workloads as requested, their rules, and what could be bought instead.</summary>
public sealed record ClusterInventory
{
    /// <summary>Gets the nodes, in the order of the file; capacities are CPU in millicores and memory in bytes.</summary>
    public required IReadOnlyList<Node> Nodes { get; init; }

    /// <summary>Gets the workloads, in the order of the file. <see cref="Workload.Requested"/> is empty where the file states none; <see cref="Workload.Demand"/> is the request, or zero.</summary>
    public IReadOnlyList<Workload> Workloads { get; init; } = [];

    /// <summary>Gets the rules of the workloads.</summary>
    public IReadOnlyList<PlacementRule> Rules { get; init; } = [];

    /// <summary>Gets the price catalogue.</summary>
    public required PriceCatalogue Catalogue { get; init; }

    /// <summary>Gets the price assumed for nodes without one, or <see langword="null"/> when every node has its own.</summary>
    public ResourcePrice? AssumedPrice { get; init; }

    /// <summary>Gets how many nodes carry the assumed price.</summary>
    public int NodesWithAssumedPrice { get; init; }

    /// <summary>Gets where node prices come from, in a clause; empty when they are the node file's own.</summary>
    public string PriceNote { get; init; } = "";

    /// <summary>Gets what the telemetry of a workload is named by: its replicas (the default), or nodes where each node's whole load is taken as one replica.</summary>
    public SubjectKind UsageOf { get; init; } = SubjectKind.Replica;

    /// <summary>Gets the provenance of the figures.</summary>
    public IReadOnlyList<InventorySource> Sources { get; init; } = [];

    /// <summary>Gets the name under which telemetry measures a node: its own, or in an inventory of telemetry alone that of the load it runs.</summary>
    /// <param name="node">The node's name.</param>
    public string SubjectOf(string node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return UsageOf == SubjectKind.Node && node.StartsWith(MeasuredInventory.NodePrefix, StringComparison.Ordinal) ? node[MeasuredInventory.NodePrefix.Length..] : node;
    }

    /// <summary>Makes the capacities that percentages in telemetry are of, and that impossible values are told by: of a node its own, of a replica that of the node it runs on.</summary>
    public CapacityTable ToCapacities()
    {
        var table = new CapacityTable();
        Resource[] resources = [Resource.Cpu, Resource.Memory];
        for (var r = 0; r < resources.Length; r++)
        {
            var resource = resources[r];
            var byNode = Nodes.DistinctBy(n => n.Id).Where(n => n.Capacity[r] > 0).ToDictionary(n => n.Id, n => n.Capacity[r], StringComparer.Ordinal);
            foreach (var (node, capacity) in byNode)
            {
                table.Set(SeriesKey.ForNode(node, resource), capacity);
            }

            foreach (var replica in Workloads.SelectMany(w => w.Replicas))
            {
                if (replica.Node is { } home && byNode.TryGetValue(home, out var capacity))
                {
                    table.Set(SeriesKey.ForReplica(replica.Id, resource), capacity);
                }
            }

            if (byNode.Count > 0)
            {
                table.SetDefault(SubjectKind.Replica, resource, byNode.Values.Max());
            }
        }

        return table;
    }

    /// <summary>Makes the model that places every replica with what was requested for it, before any sizing.</summary>
    public ClusterModel ToModel() => new() { Nodes = Nodes, Workloads = Workloads, Rules = Rules };
}
