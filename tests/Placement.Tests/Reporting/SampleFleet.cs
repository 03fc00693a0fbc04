using Placement.Backtesting;
using Placement.Construction;
using Placement.Model;
using Placement.Solving;
using Placement.Studies;
using Placement.Telemetry.Quality;

namespace Placement.Tests.Reporting;

/// <summary>A made-up but plausible fleet: services hard-coded on their own nodes, CPU mostly idle, memory deciding, a few hot nodes; two weeks of telemetry with daily and weekly shape and gaps.</summary>
internal static class SampleFleet
{
    private const long GiB = 1L << 30;

    private static readonly (string Type, long Cpu, long Memory, long Price)[] Types =
    [
        ("small", 8_000, 32 * GiB, 384_000), ("medium", 16_000, 64 * GiB, 768_000), ("large", 32_000, 128 * GiB, 1_536_000),
    ];

    public static StudyResult Study(int nodes = 70, int slots = 2016, int seed = 7, bool catalogue = true, CancellationToken cancellationToken = default) =>
        ConsolidationStudy.Run(Input(nodes, slots, seed, catalogue), Options(), cancellationToken);

    public static StudyOptions Options() => new()
    {
        Solver = new GreedySolver(),
        Greedy = new GreedySolver(GreedyMethod.FirstFitDecreasing),
        Solve = new SolveOptions { TimeLimit = TimeSpan.FromMinutes(5), Threads = 1, WorkLimit = 1000 },
        SensitivitySolve = new SolveOptions { TimeLimit = TimeSpan.FromMinutes(5), Threads = 1, WorkLimit = 100 },
        BacktestSolve = new SolveOptions { TimeLimit = TimeSpan.FromMinutes(5), Threads = 1, WorkLimit = 100 },
    };

    public static StudyInput Input(int nodes = 70, int slots = 2016, int seed = 7, bool catalogue = true)
    {
        var random = new Random(seed);
        var fleet = Fleet(nodes, random);
        var history = History(fleet, slots, random);
        ClusterModel Size(SizingVariant v) => Sized(fleet, history, v);
        return new StudyInput
        {
            Fleet = fleet,
            History = history,
            Sizer = Size,
            CatalogueSizer = catalogue ? v => Candidates(Size(v), v) : null,
            Name = "sample <fleet> & co",
            Sources =
            [
                new() { Role = "nodes", Name = "nodes.csv", Sha256 = new string('a', 64), Rows = nodes },
                new() { Role = "workloads", Name = "workloads.csv", Sha256 = new string('b', 64), Rows = fleet.Workloads.Count },
                new() { Role = "telemetry", Name = "telemetry.csv.gz", Sha256 = new string('c', 64), Rows = 4L * slots * nodes, QuarantinedRows = 12 },
                new() { Role = "prices", Name = "prices.csv", Sha256 = new string('d', 64), Rows = 3 },
            ],
            PriceSource = "made-up list prices of 2026-01-15, prices.csv.",
            DataGrade = "B",
            DataGradeReason = "7 days of telemetry, the thinnest series 98.1 % complete",
            RightSizing =
            [
                .. fleet.Workloads.Take(25).Select((w, i) => new RightSizingAdvice
                {
                    Workload = w.Id,
                    Resource = i % 2,
                    Replicas = w.Replicas.Count,
                    Requested = 8 * (i + 1) * (i % 2 == 0 ? 1_000 : GiB),
                    Needed = i % 5 == 4 ? null : (i + 1) * (i % 3 == 0 ? 8 : 3) * (i % 2 == 0 ? 1_000 : GiB),
                    Verdict = i % 5 == 4 ? RightSizingVerdict.Refused : i % 3 == 0 ? RightSizingVerdict.Keep : RightSizingVerdict.Lower,
                    Grade = DataGrade.B,
                }),
            ],
            SizingNotes = ["A size is the named percentile of use plus 15 %."],
        };
    }

    private static ClusterModel Fleet(int nodes, Random random)
    {
        var types = Enumerable.Range(0, nodes).Select(n => Types[n % 10 < 5 ? 0 : n % 10 < 8 ? 1 : 2]).ToArray();
        var workloads = new List<Workload>();
        var rules = new List<PlacementRule>();
        for (var next = 0; next < nodes;)
        {
            var replicas = Math.Min(random.Next(1, 5), nodes - next);
            var id = $"svc-{workloads.Count + 1:00}";
            workloads.Add(new Workload
            {
                Id = id,
                Demand = [0, 0],
                Requested = [Math.Max(500, types[next].Cpu * random.Next(10, 25) / 100), types[next].Memory * random.Next(36, 66) / 100],
                Replicas = [.. Enumerable.Range(0, replicas).Select(r => new Replica { Id = $"{id}/{r}", Node = $"n{next + r + 1:000}" })],
            });
            if (replicas > 1)
            {
                rules.Add(new ReplicaLimit { Workload = id, Max = 1 });
                rules.Add(new Spread { Workload = id, Label = "zone", MinDomains = 2 });
            }

            next += replicas;
        }

        return new ClusterModel
        {
            Nodes = [.. types.Select((t, n) => new Node
            {
                Id = $"n{n + 1:000}",
                Type = t.Type,
                Capacity = [t.Cpu, t.Memory],
                PriceMicroDollarsPerHour = t.Price,
                Labels = new Dictionary<string, string> { ["zone"] = "abc"[n % 3].ToString() },
            })],
            Workloads = workloads,
            Rules = rules,
        };
    }

    private static UsageHistory History(ClusterModel fleet, int slots, Random random)
    {
        var rows = new List<ReadOnlyMemory<float>>();
        var node = 0;
        foreach (var replica in fleet.Workloads.SelectMany(w => w.Replicas))
        {
            var capacity = fleet.Nodes[node].Capacity;
            var hot = node++ % 14 == 3;
            var (level, phase) = (hot ? (capacity[0] > 16_000 ? 0.3 : 0.5) : 0.01 + (random.NextDouble() * 0.03), random.NextDouble());
            var memory = hot ? 0.5 : 0.1 + (random.NextDouble() * 0.22);
            float[] cpu = new float[slots], bytes = new float[slots];
            for (var s = 0; s < slots; s++)
            {
                var day = Math.Sin(((s / 288.0) + phase) * 2 * Math.PI);
                var weekend = s / 288 % 7 >= 5 ? 0.6 : 1;
                cpu[s] = (float)(capacity[0] * level * weekend * Math.Max(0.1, 1 + (0.45 * day) + (0.15 * (random.NextDouble() - 0.5))));
                bytes[s] = (float)(capacity[1] * memory * (1 + (0.04 * day)));
            }

            var gap = random.Next(slots);
            cpu.AsSpan(gap, Math.Min(random.Next(0, 24), slots - gap)).Fill(float.NaN);
            rows.Add(cpu);
            rows.Add(bytes);
        }

        return new UsageHistory(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(5), slots, 2, rows);
    }

    private static ClusterModel Sized(ClusterModel fleet, UsageHistory history, SizingVariant variant)
    {
        var slots = variant.Until is { } until ? (int)((until - history.Start) / history.SlotWidth) : history.SlotCount;
        var workloads = new List<Workload>();
        var p = 0;
        foreach (var workload in fleet.Workloads)
        {
            long Size(int resource, double percentile) => workload.Replicas.Select((_, r) =>
            {
                var sorted = history.Row(p + r, resource)[..slots].ToArray();
                Array.Sort(sorted);
                return (long)Math.Ceiling(1.15 * sorted[(int)Math.Ceiling(percentile / 100 * sorted.Length) - 1]);
            }).Max();
            workloads.Add(workload with { Demand = variant.ByRequest ? workload.Requested : [Size(0, variant.Percentile), Size(1, 100)] });
            p += workload.Replicas.Count;
        }

        return fleet with
        {
            Nodes = [.. fleet.Nodes.Select(n => n with { Capacity = [.. n.Capacity.Select(c => c * variant.TargetPercent / 100)] })],
            Workloads = workloads,
        };
    }

    private static ClusterModel Candidates(ClusterModel sized, SizingVariant variant) => sized with
    {
        Nodes = [.. Enumerable.Range(0, 60).Select(i => new Node
        {
            Id = $"c{i}",
            Type = i % 2 == 0 ? "arm-8" : "arm-32",
            Capacity = [(i % 2 == 0 ? 8_000 : 32_000) * variant.TargetPercent / 100, (i % 2 == 0 ? 64 : 256) * GiB * variant.TargetPercent / 100],
            PriceMicroDollarsPerHour = i % 2 == 0 ? 330_000 : 1_280_000,
            Labels = new Dictionary<string, string> { ["zone"] = "abc"[i / 2 % 3].ToString() },
        })],
        Workloads = [.. sized.Workloads.Select(w => w with { Replicas = [.. w.Replicas.Select(r => r with { Node = null })] })],
    };
}
