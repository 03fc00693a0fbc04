namespace Placement.Model;

/// <summary>Everything a placement is decided from, by name: resources, nodes, workloads with the nodes they run on, and rules.</summary>
/// <remarks>A complete, immutable snapshot. Compile it with <see cref="Problems.ProblemCompiler"/> to solve it.</remarks>
public sealed record ClusterModel
{
    /// <summary>Gets the resources; capacities and demands are listed in this order.</summary>
    public IReadOnlyList<ResourceDefinition> Resources { get; init; } = [ResourceDefinition.Cpu, ResourceDefinition.Memory];

    /// <summary>Gets the number of time slots that demands are given for.</summary>
    /// <value>At least 1. The default is 1: one demand for all time.</value>
    public int SlotCount { get; init; } = 1;

    /// <summary>Gets the nodes.</summary>
    public required IReadOnlyList<Node> Nodes { get; init; }

    /// <summary>Gets the workloads.</summary>
    public required IReadOnlyList<Workload> Workloads { get; init; }

    /// <summary>Gets the cost of each moved replica of the workload that has the most moved replicas, which spreads disruption over workloads.</summary>
    /// <value>At least 0. The default is 0.</value>
    public long WorkloadMoveCost { get; init; }

    /// <summary>Gets the rules.</summary>
    public IReadOnlyList<PlacementRule> Rules { get; init; } = [];
}
