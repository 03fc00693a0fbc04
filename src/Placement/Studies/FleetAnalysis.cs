using Placement.Inventory;
using Placement.Model;
using Placement.Sizing;
using Placement.Telemetry.Analysis;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Quantities;
using Placement.Telemetry.Samples;

namespace Placement.Studies;

/// <summary>What telemetry says about a fleet before anything is decided: use, hot spots, idle nodes, requests against use, stranded capacity, quality of the data.</summary>
public sealed record FleetAnalysis
{
    /// <summary>Gets the usage of all nodes together, one entry a resource; of all replicas when no node is measured.</summary>
    public required IReadOnlyList<FleetUsage> Fleet { get; init; }

    /// <summary>Gets each measured node and resource, ordered by node.</summary>
    public required IReadOnlyList<SeriesUsage> Nodes { get; init; }

    /// <summary>Gets each measured replica and resource, ordered by replica.</summary>
    public required IReadOnlyList<SeriesUsage> Replicas { get; init; }

    /// <summary>Gets each workload and resource, its measured replicas added up slot by slot, in the order of the inventory.</summary>
    public required IReadOnlyList<SeriesUsage> Workloads { get; init; }

    /// <summary>Gets the nodes above their target, the longest first.</summary>
    public required IReadOnlyList<HotSpot> HotSpots { get; init; }

    /// <summary>Gets the nodes that hardly anything runs on.</summary>
    public required IReadOnlyList<IdleNode> IdleNodes { get; init; }

    /// <summary>Gets what workloads reserve beside what they use; empty without requests.</summary>
    public required IReadOnlyList<RequestUsage> Requests { get; init; }

    /// <summary>Gets the advice on requests; empty without requests.</summary>
    public IReadOnlyList<RightSizingAdvice> RightSizing { get; init; } = [];

    /// <summary>Gets the pairs whose CPU rises and falls together most, at most 20: of the 30 busiest workloads, each by its busiest replica; of nodes where no replica is measured.</summary>
    public IReadOnlyList<CoMovement> CoMovements { get; init; } = [];

    /// <summary>Gets what is free on each measured node beyond its 95th percentile, and what of it is stranded.</summary>
    public required IReadOnlyList<NodeRoom> Rooms { get; init; }

    /// <summary>Gets how many series have each grade, A first.</summary>
    public required IReadOnlyList<int> Grades { get; init; }

    /// <summary>Gets the number of series without any usable sample.</summary>
    public required int SeriesWithoutData { get; init; }

    /// <summary>Gets the rows set aside or noted.</summary>
    public required QuarantineSummary Quarantine { get; init; }

    /// <summary>Gets the window.</summary>
    public required SlotAxis Axis { get; init; }

    /// <summary>Analyses a fleet.</summary>
    /// <param name="inventory">Its nodes and workloads.</param>
    /// <param name="window">Its telemetry, read with its grid.</param>
    /// <param name="target">Share of a node's capacity above which it is hot, above 0, at most 1.</param>
    /// <exception cref="InvalidOperationException">The telemetry was read without its grid.</exception>
    public static FleetAnalysis Create(ClusterInventory inventory, TelemetryWindow window, double target = 0.7)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(window);
        NodeSize[] sizes = [.. inventory.Nodes.Select(n => new NodeSize
        {
            Node = inventory.SubjectOf(n.Id),
            Cpu = CpuQuantity.FromMillicores(n.Capacity[0]),
            Memory = ByteQuantity.FromBytes(n.Capacity[1]),
        })];
        var kind = window.Profiles.Any(p => p.Key.Kind == SubjectKind.Node) ? SubjectKind.Node : SubjectKind.Replica;
        return new()
        {
            Fleet = [.. new[] { (Resource.Cpu, sizes.Sum(s => s.Cpu.Millicores)), (Resource.Memory, sizes.Sum(s => s.Memory.Bytes)) }
                .Select(r => FleetUsage.Sum(window, kind, r.Item1, r.Item2)).OfType<FleetUsage>()],
            Nodes = Usage(window, SubjectKind.Node, sizes.ToDictionary(s => s.Node, StringComparer.Ordinal)),
            Replicas = Usage(window, SubjectKind.Replica, []),
            Workloads = [.. inventory.UsageOf == SubjectKind.Node ? [] : inventory.Workloads.SelectMany(w => new[] { Resource.Cpu, Resource.Memory }.Select(r => Usage(window, w, r)).OfType<SeriesUsage>())],
            HotSpots = Telemetry.Analysis.HotSpots.Find(window, sizes, new() { Target = target }),
            IdleNodes = Telemetry.Analysis.IdleNodes.Find(window, sizes),
            Requests = RequestUsages.Compare(window, inventory.UsageOf == SubjectKind.Node ? [] : inventory.Workloads.Where(w => w.Requested.Count == 2).Select(w => new WorkloadRequest
            {
                Workload = w.Id,
                Cpu = CpuQuantity.FromMillicores(w.Requested[0]),
                Memory = ByteQuantity.FromBytes(w.Requested[1]),
                Replicas = [.. w.Replicas.Select(r => r.Id)],
            })),
            RightSizing = inventory.UsageOf == SubjectKind.Node ? [] : Studies.RightSizing.Advise(inventory.ToModel(), window, new SizingPolicy()),
            CoMovements = Together(inventory, window),
            Rooms = StrandedCapacity.Measure([.. sizes.Select(s => LoadOf(window, s)).OfType<Telemetry.Analysis.NodeLoad>()]),
            Grades = [.. Enum.GetValues<DataGrade>().Select(g => window.Profiles.Count(p => p.Grade == g && IsMachine(p)))],
            SeriesWithoutData = window.SeriesWithoutData.Count,
            Quarantine = window.Quarantine,
            Axis = window.Axis,
        };
    }

    private static IReadOnlyList<CoMovement> Together(ClusterInventory inventory, TelemetryWindow window)
    {
        const int most = 30; // pairs grow with the square
        var workloadOf = inventory.Workloads.SelectMany(w => w.Replicas.Select(r => (r.Id, w.Id))).DistinctBy(r => r.Item1).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);
        var cpu = window.Profiles.Where(p => p.Key.Resource == Resource.Cpu).ToList();
        var kind = cpu.Exists(p => p.Key.Kind == SubjectKind.Replica) ? SubjectKind.Replica : SubjectKind.Node;
        return CoMovement.Strongest(cpu
            .Where(p => p.Key.Kind == kind)
            .GroupBy(p => kind == SubjectKind.Replica ? workloadOf.GetValueOrDefault(p.Key.Subject, p.Key.Subject) : p.Key.Subject, StringComparer.Ordinal)
            .Select(g => g.MaxBy(p => p.P95)!)
            .OrderByDescending(p => p.P95)
            .ThenBy(p => p.Key)
            .Take(most));
    }

    private static bool IsMachine(UsageProfile profile) => profile.Key.Resource == Resource.Cpu || profile.Key.Resource == Resource.Memory;

    private static SeriesUsage[] Usage(TelemetryWindow window, SubjectKind kind, Dictionary<string, NodeSize> sizes) =>
        [.. window.Profiles.Where(p => p.Key.Kind == kind && IsMachine(p)).Select(p => new SeriesUsage
        {
            Subject = p.Key.Subject,
            Resource = p.Key.Resource,
            Capacity = !sizes.TryGetValue(p.Key.Subject, out var size) ? null : p.Key.Resource == Resource.Cpu ? size.Cpu.Millicores : size.Memory.Bytes,
            Mean = p.Mean,
            P50 = p.P50,
            P95 = p.P95,
            P99 = p.P99,
            Max = p.Max,
            MeanByHourOfDay = Hours(p.ByHourOfDay),
            MeanByHourOfWeek = kind == SubjectKind.Node ? Hours(p.ByHourOfWeek) : [],
            Coverage = p.Coverage,
            Grade = p.Grade,
        })];

    private static SeriesUsage? Usage(TelemetryWindow window, Workload workload, Resource resource)
    {
        var profiles = workload.Replicas.Select(r => window.Find(SeriesKey.ForReplica(r.Id, resource))).OfType<UsageProfile>().ToList();
        return FleetUsage.Sum(profiles, resource, window.Axis) is not { } sum ? null : new()
        {
            Subject = workload.Id,
            Resource = resource,
            Mean = sum.Mean,
            P50 = sum.Percentile(50),
            P95 = sum.Percentile(95),
            P99 = sum.Percentile(99),
            Max = sum.Max,
            MeanByHourOfDay = Hours(sum.ByHourOfDay),
            MeanByHourOfWeek = Hours(sum.ByHourOfWeek),
            Coverage = profiles.Count < workload.Replicas.Count ? 0 : profiles.Min(p => p.Coverage),
            Grade = profiles.Count < workload.Replicas.Count ? DataGrade.D : profiles.Max(p => p.Grade),
        };
    }

    private static double[] Hours(IReadOnlyList<HourUsage> hours) => [.. hours.Select(h => h.Slots > 0 ? h.Mean : double.NaN)];

    private static Telemetry.Analysis.NodeLoad? LoadOf(TelemetryWindow window, NodeSize size)
    {
        var cpu = window.Find(SeriesKey.ForNode(size.Node, Resource.Cpu));
        var memory = window.Find(SeriesKey.ForNode(size.Node, Resource.Memory));
        return cpu is null || memory is null ? null : new()
        {
            Size = size,
            Cpu = CpuQuantity.FromMillicoresRoundedUp(cpu.P95),
            Memory = ByteQuantity.FromBytesRoundedUp(memory.P95),
        };
    }
}
