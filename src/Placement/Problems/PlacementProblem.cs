using System.Runtime.CompilerServices;

namespace Placement.Problems;

/// <summary>A placement problem in dense integers: frozen, validated once, safe to share between threads.</summary>
/// <remarks>
/// Feasible: per node and dimension usage is at most capacity (for transient resources with moved replicas charged on both nodes); every
/// replica is placed unless <see cref="MayLeaveUnplaced"/>; eligibility, pins and every hard rule hold.
/// Cost: prices of nodes in use + load above targets + balance + moves + unplaced + soft rules. See <see cref="CostBreakdown"/>.
/// </remarks>
public sealed class PlacementProblem
{
    // Raw arrays for the solvers' hot loops; nobody writes to them after construction.
    internal readonly long[] CapacityTable;    // node x dimension
    internal readonly long[] TargetTable;      // node x dimension
    internal readonly long[] DemandTable;      // demand class x dimension
    internal readonly long[] LoadWeightTable;  // dimension
    internal readonly bool[] TransientTable;   // dimension
    internal readonly long[] PriceTable;       // node
    internal readonly int[] DemandClassTable;  // replica
    internal readonly int[] WorkloadTable;     // replica
    internal readonly int[] OriginTable;       // replica
    internal readonly long[] MoveCostTable;    // replica
    internal readonly int[] PinTable;          // replica
    internal readonly bool[]? MayStayTable;    // replica
    internal readonly int[]? NodeMoveCostTable;
    internal readonly long[]? UnplacedCostTable;
    internal readonly bool[]?[] EligibleTable; // workload -> node
    private readonly int[] _replicaStart;      // workload -> first entry in _replicasByWorkload
    private readonly int[] _replicasByWorkload;
    private readonly int[] _domainCount;

    private PlacementProblem(ProblemDefinition d)
    {
        ResourceCount = d.ResourceCount;
        SlotCount = d.SlotCount;
        DimensionCount = d.ResourceCount * d.SlotCount;
        NodeCount = d.Capacity.Length / d.ResourceCount;
        ReplicaCount = d.DemandClass.Length;
        DemandClassCount = d.Demand.Length / DimensionCount;

        DemandTable = [.. d.Demand];
        DemandClassTable = [.. d.DemandClass];
        WorkloadTable = d.Workload is null ? [.. Enumerable.Range(0, ReplicaCount)] : [.. d.Workload];
        WorkloadCount = Math.Max(WorkloadTable.Length == 0 ? 0 : WorkloadTable.Max() + 1, d.UnplacedCost?.Length ?? d.Eligible?.Length ?? 0);
        OriginTable = d.Origin is null ? Filled(ReplicaCount, -1) : [.. d.Origin];
        MoveCostTable = d.MoveCost is null ? new long[ReplicaCount] : [.. d.MoveCost];
        PinTable = d.PinnedNode is null ? Filled(ReplicaCount, -1) : [.. d.PinnedNode];
        PriceTable = d.Price is null ? new long[NodeCount] : [.. d.Price];
        LoadWeightTable = PerDimension(d.LoadWeight ?? new long[ResourceCount]);
        TransientTable = PerDimension(d.Transient ?? new bool[ResourceCount]);
        CapacityTable = PerNodeDimension(d.Capacity);
        TargetTable = PerNodeDimension(d.Target ?? d.Capacity);
        MayStayTable = d.MayStay is null ? null : [.. d.MayStay];
        NodeMoveCostTable = d.NodeMoveCost;
        NodeMoveWeight = d.NodeMoveWeight;
        WorkloadMoveCost = d.WorkloadMoveCost;
        UnplacedCostTable = d.UnplacedCost is null ? null : [.. d.UnplacedCost];
        EligibleTable = new bool[]?[WorkloadCount];
        for (var w = 0; w < (d.Eligible?.Length ?? 0); w++)
        {
            EligibleTable[w] = d.Eligible![w] is { } row ? [.. row] : null;
        }

        Domains = [.. d.Domains.Select(level => (int[])[.. level])];
        _domainCount = [.. Domains.Select(level => level.Length == 0 ? 0 : level.Max() + 1)];
        DomainLimits = [.. d.DomainLimits];
        Spreads = [.. d.Spreads];
        CoLocations = [.. d.CoLocations];
        Dependencies = [.. d.Dependencies];
        Balances = [.. d.Balances];
        HeadroomLevels = [.. d.HeadroomLevels];
        CustomRules = [.. d.CustomRules];
        MaxMoves = d.MaxMoves;
        Names = d.Names;

        (_replicaStart, _replicasByWorkload) = GroupByWorkload();
        if (d.CapacityMayStayBroken || d.CapacityBandPerMille > 0)
        {
            RaiseCapacityToStart(d.CapacityMayStayBroken ? null : d.CapacityBandPerMille);
        }
    }

    /// <summary>Gets the number of resources.</summary>
    public int ResourceCount { get; }

    /// <summary>Gets the number of time slots.</summary>
    public int SlotCount { get; }

    /// <summary>Gets the number of dimensions, <c>ResourceCount * SlotCount</c>; dimension = resource * SlotCount + slot.</summary>
    public int DimensionCount { get; }

    /// <summary>Gets the number of nodes.</summary>
    public int NodeCount { get; }

    /// <summary>Gets the number of replicas.</summary>
    public int ReplicaCount { get; }

    /// <summary>Gets the number of workloads.</summary>
    public int WorkloadCount { get; }

    /// <summary>Gets the number of demand classes.</summary>
    public int DemandClassCount { get; }

    /// <summary>Gets the cost of each moved replica of the workload with the most moved replicas.</summary>
    public long WorkloadMoveCost { get; }

    /// <summary>Gets the weight of the node-to-node move cost.</summary>
    public long NodeMoveWeight { get; }

    /// <summary>Gets the most replicas that may move.</summary>
    public int MaxMoves { get; }

    /// <summary>Gets what people call the indices, for messages only.</summary>
    public ProblemNames Names { get; }

    /// <summary>Gets whether a replica may be left unplaced, at a cost.</summary>
    public bool MayLeaveUnplaced => UnplacedCostTable is not null;

    /// <summary>Gets the failure-domain levels: per level the domain of each node, or -1.</summary>
    public IReadOnlyList<int[]> Domains { get; }

    /// <summary>Gets the limits of replicas of one workload per node or domain.</summary>
    public IReadOnlyList<DomainLimit> DomainLimits { get; }

    /// <summary>Gets the spreads over domains.</summary>
    public IReadOnlyList<DomainSpread> Spreads { get; }

    /// <summary>Gets the limits between workloads on one node.</summary>
    public IReadOnlyList<NodeCoLocation> CoLocations { get; }

    /// <summary>Gets the dependencies between workloads.</summary>
    public IReadOnlyList<DomainDependency> Dependencies { get; }

    /// <summary>Gets the balance costs.</summary>
    public IReadOnlyList<ResourceBalance> Balances { get; }

    /// <summary>Gets the levels (-1 = node) any single domain of which may be lost.</summary>
    public IReadOnlyList<int> HeadroomLevels { get; }

    /// <summary>Gets the host's own rules.</summary>
    public IReadOnlyList<ICustomRule> CustomRules { get; }

    /// <summary>Validates a definition and freezes it.</summary>
    /// <exception cref="ProblemException">The definition contradicts itself; every fault is listed.</exception>
    public static PlacementProblem Create(ProblemDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ProblemValidation.ThrowIfFaulty(definition);
        return new PlacementProblem(definition);
    }

    /// <summary>Gets the capacity of a node, one value a dimension.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<long> Capacity(int node) => CapacityTable.AsSpan(node * DimensionCount, DimensionCount);

    /// <summary>Gets the soft target of a node, one value a dimension.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<long> Target(int node) => TargetTable.AsSpan(node * DimensionCount, DimensionCount);

    /// <summary>Gets the demand of a replica, one value a dimension.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<long> Demand(int replica) => DemandTable.AsSpan(DemandClassTable[replica] * DimensionCount, DimensionCount);

    /// <summary>Gets the demand of a demand class, one value a dimension.</summary>
    public ReadOnlySpan<long> ClassDemand(int demandClass) => DemandTable.AsSpan(demandClass * DimensionCount, DimensionCount);

    /// <summary>Gets the demand class of a replica.</summary>
    public int DemandClass(int replica) => DemandClassTable[replica];

    /// <summary>Gets the workload of a replica.</summary>
    public int Workload(int replica) => WorkloadTable[replica];

    /// <summary>Gets the replicas of a workload, ascending.</summary>
    public ReadOnlySpan<int> Replicas(int workload) => _replicasByWorkload.AsSpan(_replicaStart[workload], _replicaStart[workload + 1] - _replicaStart[workload]);

    /// <summary>Gets the node where a replica runs at the start, or -1.</summary>
    public int Origin(int replica) => OriginTable[replica];

    /// <summary>Gets the price of a node in use.</summary>
    public long Price(int node) => PriceTable[node];

    /// <summary>Gets the cost of one unit above target in a dimension.</summary>
    public long LoadWeight(int dimension) => LoadWeightTable[dimension];

    /// <summary>Gets whether a dimension is transient.</summary>
    public bool IsTransient(int dimension) => TransientTable[dimension];

    /// <summary>Gets the number of domains of a level; for level -1 the number of nodes.</summary>
    public int DomainCount(int level) => level < 0 ? NodeCount : _domainCount[level];

    /// <summary>Gets the domain of a node on a level, or -1; for level -1 the node itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Domain(int level, int node) => level < 0 ? node : Domains[level][node];

    /// <summary>Tells whether eligibility and pins let a replica onto a node. Capacity and the other rules are not looked at.</summary>
    public bool IsEligible(int replica, int node) =>
        (PinTable[replica] < 0 || PinTable[replica] == node)
        && (EligibleTable[WorkloadTable[replica]] is not { } row || row[node] || (MayStayTable is { } stay && stay[replica] && OriginTable[replica] == node));

    /// <summary>Gets the cost of having a replica on a node instead of its origin: 0 when it has none or stays. The per-workload move cost is not included.</summary>
    public long MoveCost(int replica, int node)
    {
        var origin = OriginTable[replica];
        return origin < 0 || origin == node || node < 0
            ? 0
            : MoveCostTable[replica] + (NodeMoveCostTable is null ? 0 : NodeMoveWeight * NodeMoveCostTable[(origin * NodeCount) + node]);
    }

    /// <summary>Gets the cost of leaving a replica unplaced.</summary>
    /// <exception cref="InvalidOperationException">The problem does not permit it.</exception>
    public long UnplacedCost(int replica) =>
        UnplacedCostTable is { } table ? table[WorkloadTable[replica]] : throw new InvalidOperationException("Every replica of this problem must be placed.");

    /// <summary>Gets the assignment in which everything stays where it is.</summary>
    public Assignment Start() => new(OriginTable);

    /// <inheritdoc />
    public override string ToString() =>
        $"{NodeCount} nodes, {ReplicaCount} replicas of {WorkloadCount} workloads, {DimensionCount} dimensions" +
        (NodeCount * ReplicaCount > 400
            ? ""
            : $"; capacity [{string.Join(' ', CapacityTable)}], target [{string.Join(' ', TargetTable)}], price [{string.Join(' ', PriceTable)}], " +
              $"demand [{string.Join(' ', DemandTable)}], class [{string.Join(' ', DemandClassTable)}], workload [{string.Join(' ', WorkloadTable)}], origin [{string.Join(' ', OriginTable)}], " +
              $"limits [{string.Join(' ', DomainLimits)}], spreads [{string.Join(' ', Spreads)}], co-locations [{string.Join(' ', CoLocations)}], dependencies [{string.Join(' ', Dependencies)}], " +
              $"balances [{string.Join(' ', Balances)}], load weight [{string.Join(' ', LoadWeightTable)}], move cost [{string.Join(' ', MoveCostTable)}], custom [{string.Join(' ', CustomRules.Select(r => r.Name))}]");

    private static int[] Filled(int count, int value)
    {
        var array = new int[count];
        Array.Fill(array, value);
        return array;
    }

    private T[] PerDimension<T>(T[] perResource)
    {
        var result = new T[DimensionCount];
        for (var d = 0; d < result.Length; d++)
        {
            result[d] = perResource[d / SlotCount];
        }

        return result;
    }

    private long[] PerNodeDimension(long[] perResource)
    {
        var result = new long[NodeCount * DimensionCount];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = perResource[(i / DimensionCount * ResourceCount) + (i % DimensionCount / SlotCount)];
        }

        return result;
    }

    private (int[] Start, int[] Replicas) GroupByWorkload()
    {
        var start = new int[WorkloadCount + 1];
        foreach (var w in WorkloadTable)
        {
            start[w + 1]++;
        }

        for (var w = 0; w < WorkloadCount; w++)
        {
            start[w + 1] += start[w];
        }

        var next = start.AsSpan(0, WorkloadCount).ToArray();
        var replicas = new int[ReplicaCount];
        for (var p = 0; p < ReplicaCount; p++)
        {
            replicas[next[WorkloadTable[p]]++] = p;
        }

        return (start, replicas);
    }

    private void RaiseCapacityToStart(int? bandPerMille)
    {
        var usage = new long[CapacityTable.Length];
        for (var p = 0; p < ReplicaCount; p++)
        {
            if (OriginTable[p] is >= 0 and var node)
            {
                for (var d = 0; d < DimensionCount; d++)
                {
                    usage[(node * DimensionCount) + d] += Demand(p)[d];
                }
            }
        }

        for (var i = 0; i < usage.Length; i++)
        {
            var isTolerated = bandPerMille is not { } band || (Int128)usage[i] * 1000 <= (Int128)CapacityTable[i] * (1000 + band);
            CapacityTable[i] = isTolerated ? Math.Max(CapacityTable[i], usage[i]) : CapacityTable[i];
        }
    }
}
