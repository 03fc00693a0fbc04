using Placement.Model;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;

namespace Placement.Inventory;

/// <summary>Makes an inventory of telemetry alone, for traces that come without one: every measured machine is a node that runs its own load as one replica.</summary>
public static class MeasuredInventory
{
    /// <summary>Stands before the name of a machine in the name of its node, since the load has the machine's name.</summary>
    internal const string NodePrefix = "node of ";

    /// <summary>Makes the inventory of the machines that a window names. Each load runs on a node of its own. Its request is the whole machine.</summary>
    /// <remarks>Without memory telemetry every machine gets 1 GiB that nothing demands, so that only CPU decides; a policy should then have no memory floor.</remarks>
    /// <param name="window">The telemetry.</param>
    /// <param name="capacities">The capacities that its percentages are of; machines without one are left out.</param>
    /// <param name="price">What a machine costs, assumed.</param>
    /// <param name="catalogue">What could be bought instead.</param>
    /// <exception cref="InventoryException">No machine has a known CPU capacity.</exception>
    public static ClusterInventory FromTelemetry(TelemetryWindow window, CapacityTable capacities, ResourcePrice price, PriceCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(capacities);
        ArgumentNullException.ThrowIfNull(price);
        ArgumentNullException.ThrowIfNull(catalogue);
        const SubjectKind kind = SubjectKind.Node;
        var nodes = new List<Node>();
        var workloads = new List<Workload>();
        var measuresMemory = window.Profiles.Any(p => p.Key.Resource == Resource.Memory);
        foreach (var subject in window.Profiles.Where(p => p.Key.Kind == kind).Select(p => p.Key.Subject).Distinct(StringComparer.Ordinal))
        {
            if (!capacities.TryGet(new(kind, subject, Resource.Cpu), out var cpu))
            {
                continue;
            }

            var memory = capacities.TryGet(new(kind, subject, Resource.Memory), out var bytes) ? bytes : 0;
            nodes.Add(new() { Id = NodePrefix + subject, Capacity = [cpu, measuresMemory ? memory : 1L << 30], PriceMicroDollarsPerHour = price.Of(cpu, measuresMemory ? memory : 0) });
            workloads.Add(new()
            {
                Id = subject,
                Replicas = [new() { Id = subject, Node = NodePrefix + subject }],
                Demand = [cpu, measuresMemory ? memory : 0],
                Requested = [cpu, measuresMemory ? memory : 0],
            });
        }

        if (nodes.Count == 0)
        {
            throw new InventoryException([new() { File = window.Sources.Count > 0 ? window.Sources[0].Name : "telemetry", Rule = "No machine of the telemetry has a known CPU capacity.", WayOut = "Give the node inventory, or a preset that states capacities." }]);
        }

        return new()
        {
            Nodes = nodes,
            Workloads = workloads,
            Catalogue = catalogue,
            AssumedPrice = price,
            NodesWithAssumedPrice = nodes.Count,
            UsageOf = SubjectKind.Node,
            PriceNote = $"{price.Describe()}; every measured machine is taken as a node of its own",
        };
    }
}
