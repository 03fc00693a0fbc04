using System.Diagnostics;
using System.Globalization;
using Placement.Benchmarks.Packing;

namespace Placement.Benchmarks.Online;

/// <summary>Decisions (not container launches) of the scheduler core on fleets of growing size, filled to a stated share.</summary>
internal static class OnlineBenchmark
{
    public static int Run(string[] args)
    {
        if (args is ["--help"])
        {
            Console.Error.WriteLine("online [--nodes 1000,10000,100000] [--fill 80] [--seed 1] [--store FOLDER] [--durable-services 100000]: decisions a second, their latency, nodes used against an exhaustive best fit, and acknowledged submits a second with the SQLite store in FOLDER.");
            return 0;
        }

        var options = new BenchmarkArguments(args, "nodes", "fill", "seed", "store", "durable-services");
        var seed = options.Integer("seed", 1);
        var fill = options.Integer("fill", 80);
        var folder = options.Text("store") ?? Path.GetTempPath();
        var sizes = (options.Text("nodes") ?? "1000,10000,100000").Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture)).ToList();
        var warm = new OnlineStream(300, fill, seed);
        _ = Decide(warm);
        _ = new CoreRun(warm).Run(warm.Services);
        Console.Error.WriteLine("decisions, not container launches; the fake launcher answers at once");
        Console.Error.WriteLine($"{"nodes",7} {"decisions",9} | {"a second",10} {"p50 us",7} {"p99 us",7} {"p99.9 us",8} | {"used",6} {"exhaustive",10} {"times slower",12} | {"core a second",13} {"p50 us",7} {"p99 us",7} {"with store",10} | {"durable submits a second",24}");
        var good = true;
        foreach (var size in sizes)
        {
            good &= One(size, fill, seed, folder, options.Integer("durable-services", 100_000));
        }

        return good ? 0 : 1;
    }

    private static bool One(int size, int fill, int seed, string folder, int durableServices)
    {
        var stream = new OnlineStream(size, fill, seed);
        var decided = Decide(stream);
        var core = new CoreRun(stream);
        var coreSeconds = core.Run(stream.Services);
        var coreUsed = core.NodesUsed;
        var submits = core.Submits;
        stream.Services.RemoveRange(Math.Min(durableServices, stream.Services.Count), Math.Max(0, stream.Services.Count - durableServices));
        var durable = DurableRun.RunAsync(stream, folder).GetAwaiter().GetResult();
        var d = decided.Latencies;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,7} {d.Count,9} | {d.Count / d.Seconds,10:N0} {d.Microseconds(0.5),7:F2} {d.Microseconds(0.99),7:F2} {d.Microseconds(0.999),8:F2} | {decided.Used,6} {decided.ExhaustiveUsed,10} {decided.ExhaustiveSeconds / d.Seconds,12:N0} | {core.Started / submits.Seconds,13:N0} {submits.Microseconds(0.5),7:F1} {submits.Microseconds(0.99),7:F1} {core.Started / coreSeconds,10:N0} | {durable.Acknowledged / durable.Seconds,24:N0}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"name\":\"online-{size}\",\"nodes\":{size},\"fillPercent\":{fill},\"seed\":{seed},\"unit\":\"decisions, not container launches\",\"services\":{submits.Count},\"decisions\":{d.Count},\"unplaced\":{decided.Unplaced},\"decisionsPerSecond\":{d.Count / d.Seconds:F0},\"p50Microseconds\":{d.Microseconds(0.5):F2},\"p99Microseconds\":{d.Microseconds(0.99):F2},\"p999Microseconds\":{d.Microseconds(0.999):F2},\"nodesUsed\":{decided.Used},\"nodesUsedExhaustive\":{decided.ExhaustiveUsed},\"sameNodesAsExhaustive\":{(decided.Differ == 0 ? "true" : "false")},\"exhaustiveDecisionsPerSecond\":{d.Count / decided.ExhaustiveSeconds:F0},\"coreDecisionsPerSecond\":{core.Started / submits.Seconds:F0},\"coreSubmitP50Microseconds\":{submits.Microseconds(0.5):F1},\"coreSubmitP99Microseconds\":{submits.Microseconds(0.99):F1},\"coreSubmitP999Microseconds\":{submits.Microseconds(0.999):F1},\"coreWithStoreAndLauncherPerSecond\":{core.Started / coreSeconds:F0},\"coreNodesUsed\":{coreUsed},\"durableSubmits\":{durable.Acknowledged},\"durableSubmitsPerSecond\":{durable.Acknowledged / durable.Seconds:F0},\"durableP50Milliseconds\":{durable.Waits.Microseconds(0.5) / 1000:F1},\"durableP99Milliseconds\":{durable.Waits.Microseconds(0.99) / 1000:F1}}}"));
        return decided.Used <= decided.ExhaustiveUsed && durable.Acknowledged == stream.Services.Count;
    }

    /// <summary>Lets the index and the exhaustive scan decide the same stream, service by service.</summary>
    private static (Latencies Latencies, int Unplaced, int Differ, int Used, int ExhaustiveUsed, double ExhaustiveSeconds) Decide(OnlineStream stream)
    {
        var index = new IndexRun(stream);
        var latencies = new Latencies(1 << 20);
        var chosen = new List<int>(1 << 20);
        foreach (var service in stream.Services)
        {
            chosen.AddRange(index.Place(service, latencies));
        }

        var exhaustive = new FlatBestFit(stream.Nodes);
        var differ = 0;
        var at = 0;
        var clock = Stopwatch.StartNew();
        foreach (var node in stream.Services.SelectMany(exhaustive.Place))
        {
            differ += node == chosen[at++] ? 0 : 1;
        }

        return (latencies, chosen.Count(c => c < 0), differ, index.NodesUsed, exhaustive.NodesUsed, clock.Elapsed.TotalSeconds);
    }
}
