using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Placement.Problems;

namespace Placement.Benchmarks.Consolidate;

/// <summary>Reads the fleets of the public formats.</summary>
internal static partial class ConsolidationFiles
{
    /// <summary>Alibaba GPU cluster 2023: every node at price 1, CPU and memory, GPUs ignored.</summary>
    public static ConsolidationInstance Openb(string nodes, string pods)
    {
        var nodeRows = InstanceFile.Rows(nodes, ',').ToList();
        var podRows = InstanceFile.Rows(pods, ',').ToList();
        var demand = new DemandRows();
        for (var p = 0; p < podRows.Count; p++)
        {
            demand.Add(p, 1, Whole(podRows[p]("cpu_milli")), Whole(podRows[p]("memory_mib")));
        }

        return new("openb/" + Path.GetFileName(pods), Define(2, [.. nodeRows.SelectMany(n => new[] { Whole(n("cpu_milli")), Whole(n("memory_mib")) })], null, demand), n => nodeRows[n]("sn"), p => podRows[p]("name"));
    }

    /// <summary>OptaPlanner cloud balancing: computers with CPU, memory, network and a cost.</summary>
    public static ConsolidationInstance CloudBalancing(string file)
    {
        using var json = JsonDocument.Parse(InstanceFile.ReadAll(file));
        var computers = json.RootElement.GetProperty("computerList").EnumerateArray().Select(c => (Id: c.GetProperty("id").GetInt64(), Cost: c.GetProperty("cost").GetInt64(), Capacity: Amounts(c, "cpuPower", "memory", "networkBandwidth"))).ToList();
        var ids = new List<long>();
        var demand = new DemandRows();
        foreach (var process in json.RootElement.GetProperty("processList").EnumerateArray())
        {
            demand.Add(ids.Count, 1, Amounts(process, "requiredCpuPower", "requiredMemory", "requiredNetworkBandwidth"));
            ids.Add(process.GetProperty("id").GetInt64());
        }

        var name = Path.GetFileName(file).Replace(".json", "", StringComparison.Ordinal).Replace(".gz", "", StringComparison.Ordinal);
        return new("cloudbalancing/" + name, Define(3, [.. computers.SelectMany(c => c.Capacity)], [.. computers.Select(c => c.Cost)], demand), n => Text(computers[n].Id), p => Text(ids[p]));
    }

    /// <summary>Alibaba Tianchi long-running applications on nodes of 64 cores and 128 GB, with or without the limits between applications.</summary>
    public static ConsolidationInstance Tclab(string file, int nodes, bool withLimits)
    {
        var rows = InstanceFile.Rows(file, '\t').ToList();
        var index = rows.Select((r, i) => (Id: r("app_id"), i)).ToDictionary(x => x.Id, x => x.i);
        var demand = new DemandRows();
        var limits = new List<NodeCoLocation>();
        var own = new List<DomainLimit>();
        for (var w = 0; w < rows.Count; w++)
        {
            demand.Add(w, (int)Whole(rows[w]("nb_instances")), Whole(rows[w]("core")), Whole(rows[w]("memory")));
            foreach (Match pair in Pair().Matches(rows[w]("inter_aff")))
            {
                var other = index[pair.Groups[1].Value];
                var most = int.Parse(pair.Groups[2].Value, CultureInfo.InvariantCulture);
                if (other == w)
                {
                    own.Add(new(w, -1, most + 1));
                }
                else
                {
                    limits.Add(new(w, other, most));
                }
            }
        }

        var definition = Define(2, [.. Enumerable.Range(0, nodes).SelectMany(_ => new long[] { 64, 128 })], null, demand);
        if (withLimits)
        {
            definition = definition with { CoLocations = limits, DomainLimits = own };
        }

        return new(withLimits ? "tclab/limits" : "tclab/free", definition, n => "node-" + Text(n), p => rows[demand.Workload[p]]("app_id"));
    }

    /// <summary>Alibaba DLRM 2025 instances with the trace's limit per node, on nodes given as CSV (cpu, memory, rdma, disk, gpu and optionally count, price), or on an assumed node.</summary>
    public static ConsolidationInstance Dlrm(string? nodes, string file)
    {
        var rows = InstanceFile.Rows(file, ',').ToList();
        var capacity = new List<long>();
        var price = new List<long>();
        if (nodes is null)
        {
            // The trace states no node size; this one holds its largest request several times.
            capacity.AddRange(Enumerable.Range(0, 9_000).SelectMany(_ => new long[] { 192_000, 2_048_000, 200_000, 8_000_000, 8_000 }));
        }
        else
        {
            foreach (var row in InstanceFile.Rows(nodes, ','))
            {
                for (var i = Optional(row, "count", 1); i > 0; i--)
                {
                    capacity.AddRange([Milli(row("cpu")), Milli(row("memory")), Milli(row("rdma")), Milli(row("disk")), Milli(row("gpu"))]);
                    price.Add(Optional(row, "price", 1));
                }
            }
        }

        var apps = new Dictionary<(string App, string Limit), int>();
        var demand = new DemandRows();
        var limits = new List<DomainLimit>();
        foreach (var row in rows)
        {
            var key = (row("app_name"), row("max_instance_per_node"));
            if (!apps.TryGetValue(key, out var app))
            {
                apps.Add(key, app = apps.Count);
                if (int.Parse(key.Item2, CultureInfo.InvariantCulture) is > 0 and var max)
                {
                    limits.Add(new(app, -1, max));
                }
            }

            demand.Add(app, 1, Milli(row("cpu_request")), Milli(row("memory_request")), Milli(row("rdma_request")), Milli(row("disk_request")), Milli(row("gpu_request")));
        }

        return new("dlrm2025", Define(5, [.. capacity], price.Count == 0 ? null : [.. price], demand) with { DomainLimits = limits }, n => "node-" + Text(n), p => rows[p]("instance_sn"));
    }

    internal static ProblemDefinition Define(int resources, long[] capacity, long[]? price, DemandRows demand) => new()
    {
        ResourceCount = resources,
        Capacity = capacity,
        Price = price ?? [.. Enumerable.Repeat(1L, capacity.Length / resources)],
        Demand = [.. demand.Demand],
        DemandClass = [.. demand.Class],
        Workload = [.. demand.Workload],
    };

    private static long[] Amounts(JsonElement element, params string[] names) => [.. names.Select(n => element.GetProperty(n).GetInt64())];

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static long Milli(string text) => text.Length == 0 ? 0 : (long)Math.Ceiling(double.Parse(text, CultureInfo.InvariantCulture) * 1000);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static long Optional(Func<string, string> row, string column, long otherwise)
    {
        try
        {
            return Whole(row(column));
        }
        catch (InvalidDataException)
        {
            return otherwise;
        }
    }

    [GeneratedRegex(@"\((\d+), (\d+)\)")]
    private static partial Regex Pair();
}
