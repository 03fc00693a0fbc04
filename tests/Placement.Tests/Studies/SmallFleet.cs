using Placement.Backtesting;
using Placement.Model;
using Placement.Studies;

namespace Placement.Tests.Studies;

/// <summary>Fleets small enough to work out by hand, with a sizer that takes percentiles of a history as the product does.</summary>
internal static class SmallFleet
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Nodes of one resource triple: price and (cpu, memory) capacity; replicas with current node, request and flat usage.</summary>
    public static StudyInput Input((long Price, long Cpu, long Memory)[] nodes, (int Node, long Cpu, long Memory)[] replicas, long requestFactor = 2, int slots = 4, Func<int, int, int, float>? usage = null)
    {
        var fleet = new ClusterModel
        {
            Nodes = [.. nodes.Select((n, i) => new Node { Id = $"n{i}", Type = "m", Capacity = [n.Cpu, n.Memory], PriceMicroDollarsPerHour = n.Price })],
            Workloads = [.. replicas.Select((r, i) => new Workload
            {
                Id = $"w{i}",
                Replicas = [new Replica { Id = $"w{i}/0", Node = r.Node < 0 ? null : $"n{r.Node}" }],
                Demand = [0, 0],
                Requested = [r.Cpu * requestFactor, r.Memory * requestFactor],
            })],
        };
        usage ??= (replica, resource, _) => resource == 0 ? replicas[replica].Cpu : replicas[replica].Memory;
        var rows = Enumerable.Range(0, replicas.Length * 2)
            .Select(i => (ReadOnlyMemory<float>)Enumerable.Range(0, slots).Select(s => usage(i / 2, i % 2, s)).ToArray()).ToList();
        var history = new UsageHistory(Start, TimeSpan.FromMinutes(5), slots, 2, rows);
        return new StudyInput { Fleet = fleet, History = history, Sizer = variant => Size(fleet, history, variant), DataGrade = "C" };
    }

    public static ClusterModel Size(ClusterModel fleet, UsageHistory history, SizingVariant variant)
    {
        var slots = variant.Until is { } until ? (int)((until - history.Start) / history.SlotWidth) : history.SlotCount;
        long Demand(int replica, int resource)
        {
            var sorted = history.Row(replica, resource)[..slots].ToArray();
            Array.Sort(sorted);
            return (long)Math.Ceiling(sorted[(int)Math.Ceiling(variant.Percentile / 100 * sorted.Length) - 1]);
        }

        return fleet with
        {
            Nodes = [.. fleet.Nodes.Select(n => n with { Capacity = [.. n.Capacity.Select(c => c * variant.TargetPercent / 100)] })],
            Workloads = [.. fleet.Workloads.Select((w, i) => w with { Demand = variant.ByRequest ? w.Requested : [Demand(i, 0), Demand(i, 1)] })],
        };
    }

    public static StudyResult Run(StudyInput input, StudyOptions? options = null) => ConsolidationStudy.Run(input, options ?? Options(), TestContext.Current.CancellationToken);

    public static StudyOptions Options() => new()
    {
        Solver = new CheckedFirstFit(),
        Greedy = new CheckedFirstFit(),
        Packers = new CheckedFirstFit(),
        SensitivityTargets = [],
    };
}
