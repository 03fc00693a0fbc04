namespace Placement.Problems;

/// <summary>The raw arrays of a placement problem. Everything but the sizes of nodes and replicas has a harmless default.</summary>
/// <remarks>
/// Index spaces are dense and start at 0: resources, slots, nodes, replicas, workloads, demand classes, failure-domain levels.
/// A dimension is a (resource, slot) pair with index <c>resource * SlotCount + slot</c>. All amounts are integers in one unit a resource.
/// The arrays are copied by <see cref="PlacementProblem.Create"/>.
/// </remarks>
public sealed record ProblemDefinition
{
    /// <summary>Gets the number of resources. At least 1.</summary>
    public required int ResourceCount { get; init; }

    /// <summary>Gets the number of time slots. At least 1.</summary>
    public int SlotCount { get; init; } = 1;

    /// <summary>Gets the hard capacity: <c>nodes x resources</c>, row a node. The same in every slot.</summary>
    public required long[] Capacity { get; init; }

    /// <summary>Gets the soft target, laid out as <see cref="Capacity"/>; <see langword="null"/> means equal to the capacity.</summary>
    public long[]? Target { get; init; }

    /// <summary>Gets the price of each node in use; <see langword="null"/> means 0.</summary>
    public long[]? Price { get; init; }

    /// <summary>Gets the cost of one unit above target, per resource; <see langword="null"/> means 0.</summary>
    public long[]? LoadWeight { get; init; }

    /// <summary>Gets which resources are transient; <see langword="null"/> means none.</summary>
    public bool[]? Transient { get; init; }

    /// <summary>Gets the demand: <c>demand classes x dimensions</c>, row a class.</summary>
    public required long[] Demand { get; init; }

    /// <summary>Gets the demand class of each replica.</summary>
    public required int[] DemandClass { get; init; }

    /// <summary>Gets the workload of each replica; <see langword="null"/> makes each replica a workload of its own.</summary>
    public int[]? Workload { get; init; }

    /// <summary>Gets the node where each replica runs at the start, or -1; <see langword="null"/> means none runs.</summary>
    public int[]? Origin { get; init; }

    /// <summary>Gets the cost of moving each replica away from its origin; <see langword="null"/> means 0.</summary>
    public long[]? MoveCost { get; init; }

    /// <summary>Gets the cost of each moved replica of the workload with the most moved replicas.</summary>
    public long WorkloadMoveCost { get; init; }

    /// <summary>Gets the cost of moving one replica between nodes, <c>from * nodes + to</c>, before <see cref="NodeMoveWeight"/>; <see langword="null"/> means 0.</summary>
    public int[]? NodeMoveCost { get; init; }

    /// <summary>Gets the weight of <see cref="NodeMoveCost"/>.</summary>
    public long NodeMoveWeight { get; init; } = 1;

    /// <summary>Gets the cost of leaving a replica unplaced, per workload; <see langword="null"/> forbids it.</summary>
    public long[]? UnplacedCost { get; init; }

    /// <summary>Gets the failure-domain levels: per level, the domain of each node, or -1 for a node outside every domain.</summary>
    public int[][] Domains { get; init; } = [];

    /// <summary>Gets, per workload, which nodes may take its replicas; a <see langword="null"/> row, or <see langword="null"/> for all, means every node.</summary>
    public bool[]?[]? Eligible { get; init; }

    /// <summary>Gets whether each replica may stay on its origin though <see cref="Eligible"/> forbids the node to others; <see langword="null"/> means no.</summary>
    public bool[]? MayStay { get; init; }

    /// <summary>Gets the only node each replica may use, or -1; <see langword="null"/> means no pins.</summary>
    public int[]? PinnedNode { get; init; }

    /// <summary>Gets the limits of replicas of one workload per node or domain.</summary>
    public IReadOnlyList<DomainLimit> DomainLimits { get; init; } = [];

    /// <summary>Gets the spreads over domains.</summary>
    public IReadOnlyList<DomainSpread> Spreads { get; init; } = [];

    /// <summary>Gets the limits between workloads on one node.</summary>
    public IReadOnlyList<NodeCoLocation> CoLocations { get; init; } = [];

    /// <summary>Gets the dependencies between workloads.</summary>
    public IReadOnlyList<DomainDependency> Dependencies { get; init; } = [];

    /// <summary>Gets the balance costs.</summary>
    public IReadOnlyList<ResourceBalance> Balances { get; init; } = [];

    /// <summary>Gets the levels (-1 = node) any single domain of which may be lost.</summary>
    public IReadOnlyList<int> HeadroomLevels { get; init; } = [];

    /// <summary>Gets the most replicas that may move away from their origin.</summary>
    public int MaxMoves { get; init; } = int.MaxValue;

    /// <summary>Gets the host's own rules.</summary>
    public IReadOnlyList<ICustomRule> CustomRules { get; init; } = [];

    /// <summary>Gets whether a dimension of a node that is over capacity at the start may stay as full as it is, instead of making the start infeasible.</summary>
    public bool CapacityMayStayBroken { get; init; }

    /// <summary>Gets what people call the indices, for messages only.</summary>
    public ProblemNames Names { get; init; } = new();

    /// <summary>Gets by how much, in per mille, a dimension of a node may be over capacity at the start and still stay as full as it is; 0 for not at all.</summary>
    public int CapacityBandPerMille { get; init; }
}
