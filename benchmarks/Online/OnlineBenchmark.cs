using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text.Json;
using Placement.Benchmarks.Packing;

namespace Placement.Benchmarks.Online;

/// <summary>Decisions (not container launches) of the scheduler core on fleets of growing size, filled to a stated share.</summary>
internal sealed class OnlineBenchmark
{
    private const int WarmNodes = 3_000;
    private const int LeastDecisions = 200_000; // a small fleet is filled several times over, or its figures are those of a few milliseconds
    private const int LeastSubmits = 50_000; // for the same reason
    private const int FewMethods = 20; // compiled in a round that took nothing but warm code
    private static readonly TimeSpan LeastWarming = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MostWarming = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MostExhaustive = TimeSpan.FromSeconds(60); // of 100,000 nodes it decides a part, which must be the same
    private readonly int _fill;
    private readonly int _seed;
    private readonly int _durable;
    private readonly int _clients;
    private readonly string _folder;
    private readonly string[] _parts;
    private bool _warming;

    private OnlineBenchmark(BenchmarkArguments options)
    {
        _seed = options.Integer("seed", 1);
        _fill = options.Integer("fill", 80);
        _durable = options.Integer("durable-services", 100_000);
        _clients = options.Integer("clients", 512);
        _folder = options.Text("store") ?? Path.GetTempPath();
        _parts = (options.Text("parts") ?? "decide,core,durable").Split(',');
    }

    public static int Run(string[] args)
    {
        if (args is ["--help"])
        {
            Console.Error.WriteLine("""
                online [--nodes 1000,10000,100000] [--fill 80] [--seed 1] [--parts decide,core,durable] [--store FOLDER] [--durable-services 100000] [--clients 512]
                decide: decisions a second, their latency, nodes used against an exhaustive best fit; core: the same through the whole core, with the store in memory
                and the fake launcher; durable: acknowledged submits a second with the SQLite store in FOLDER, beside what SQLite alone does with the same rows.
                """);
            return 0;
        }

        var options = new BenchmarkArguments(args, "nodes", "fill", "seed", "parts", "store", "durable-services", "clients");
        var benchmark = new OnlineBenchmark(options);
        if (Array.Find(benchmark._parts, part => part is not ("decide" or "core" or "durable")) is { } unknown)
        {
            Console.Error.WriteLine($"--parts {unknown}: there is no such part; there are decide, core, durable.");
            return 2;
        }

        var sizes = (options.Text("nodes") ?? "1000,10000,100000").Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture)).ToList();
        return benchmark.Run(sizes) ? 0 : 1;
    }

    private bool Run(List<int> sizes)
    {
        Console.Error.WriteLine("decisions, not container launches; the fake launcher answers at once");
        var good = true;
        foreach (var part in _parts)
        {
            Func<int, bool> run = part switch
            {
                "decide" => Decide,
                "core" => Core,
                _ => Durable,
            };
            Warm(run);
            sizes.ForEach(size => good &= run(size));
        }

        return good;
    }

    /// <summary>Fills a fleet until the code is compiled in its last tier, as that of a host that runs for days is; on a busy machine that takes longer.</summary>
    private void Warm(Func<int, bool> run)
    {
        var output = Console.Out;
        Console.SetOut(TextWriter.Null);
        _warming = true;
        var warming = Stopwatch.StartNew();
        long compiled;
        do
        {
            compiled = JitInfo.GetCompiledMethodCount();
            run(WarmNodes);
        }
        while (warming.Elapsed < LeastWarming || (JitInfo.GetCompiledMethodCount() - compiled > FewMethods && warming.Elapsed < MostWarming));
        _warming = false;
        Console.SetOut(output);
    }

    /// <summary>Lets the index and the exhaustive scan decide the same stream, service by service.</summary>
    private bool Decide(int size)
    {
        var stream = new OnlineStream(size, _fill, _seed);
        var latencies = new Latencies(1 << 20);
        var chosen = new List<int>(1 << 20);
        var used = 0;
        do
        {
            chosen.Clear();
            var index = new IndexRun(stream);
            foreach (var service in stream.Services)
            {
                chosen.AddRange(index.Place(service, latencies));
            }

            used = index.NodesUsed;
        }
        while (latencies.Count < LeastDecisions && !_warming);

        var exhaustive = new FlatBestFit(stream.Nodes);
        var differ = 0;
        var at = 0;
        var clock = Stopwatch.StartNew();
        foreach (var node in stream.Services.TakeWhile(_ => clock.Elapsed < MostExhaustive).SelectMany(exhaustive.Place))
        {
            differ += node == chosen[at++] ? 0 : 1;
        }

        var scanned = at == chosen.Count;
        Dictionary<string, object> figures = new()
        {
            ["decisions"] = latencies.Count,
            ["unplaced"] = chosen.Count(c => c < 0),
            ["decisionsPerSecond"] = Math.Round(latencies.Count / latencies.Seconds),
            ["p50Microseconds"] = Math.Round(latencies.Microseconds(0.5), 2),
            ["p99Microseconds"] = Math.Round(latencies.Microseconds(0.99), 2),
            ["p999Microseconds"] = Math.Round(latencies.Microseconds(0.999), 2),
            ["nodesUsed"] = used,
            ["decidedOtherwise"] = differ,
            ["exhaustiveDecisions"] = at,
            ["exhaustivePerSecond"] = Math.Round(at / clock.Elapsed.TotalSeconds),
        };
        if (scanned)
        {
            figures.Add("nodesUsedExhaustive", exhaustive.NodesUsed);
        }

        Tell(size, "decide", figures);
        return scanned ? used <= exhaustive.NodesUsed : differ == 0;
    }

    private bool Core(int size)
    {
        var stream = new OnlineStream(size, _fill, _seed);
        var submits = new Latencies(1 << 16);
        var started = 0;
        var seconds = 0.0;
        do
        {
            var core = new CoreRun(stream, submits);
            seconds += core.Run(stream.Services);
            started += core.Started;
        }
        while (started < LeastDecisions && !_warming);

        Tell(size, "core", new()
        {
            ["submits"] = submits.Count,
            ["decisionsPerSecond"] = Math.Round(started / submits.Seconds),
            ["submitP50Microseconds"] = Math.Round(submits.Microseconds(0.5), 1),
            ["submitP99Microseconds"] = Math.Round(submits.Microseconds(0.99), 1),
            ["submitP999Microseconds"] = Math.Round(submits.Microseconds(0.999), 1),
            ["withStoreAndLauncherPerSecond"] = Math.Round(started / seconds),
        });
        return true;
    }

    private bool Durable(int size)
    {
        var stream = new OnlineStream(size, _fill, _seed);
        var run = new DurableRun(stream, _durable, _clients, _folder);
        do
        {
            run.RoundAsync().GetAwaiter().GetResult();
        }
        while (run.Submitted < LeastSubmits && !_warming);

        var bare = BareSqlite.Write(run.Rows, run.Batches, _folder);
        Tell(size, "durable", new()
        {
            ["rounds"] = run.Rounds,
            ["submits"] = run.Acknowledged,
            ["submitsPerSecond"] = Math.Round(run.Acknowledged / run.Seconds),
            ["slowestRoundPerSecond"] = Math.Round(run.Slowest),
            ["submitsPerCpuSecond"] = Math.Round(run.Acknowledged / run.CpuSeconds),
            ["p50Milliseconds"] = Math.Round(run.Waits.Microseconds(0.5) / 1000, 1),
            ["p99Milliseconds"] = Math.Round(run.Waits.Microseconds(0.99) / 1000, 1),
            ["bytesPerSubmit"] = Math.Round(run.BytesPerSubmit),
            ["pausedPercent"] = Math.Round(run.PauseShare * 100, 1),
            ["batches"] = run.Batches,
            ["rows"] = run.Rows.Count,
            ["events"] = run.Events,
            ["seconds"] = Math.Round(run.Seconds, 2),
            ["bareSqliteSeconds"] = Math.Round(bare, 2),
            ["bareSqliteRowsPerSecond"] = Math.Round(run.Rows.Count / bare),
            ["bareSqliteCommitsPerSecond"] = Math.Round(BareSqlite.CommitsPerSecond(_folder, _warming ? 10 : 200)),
        });
        return run.Acknowledged == run.Submitted;
    }

    private void Tell(int size, string part, Dictionary<string, object> figures)
    {
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object> { ["name"] = $"online-{size}", ["part"] = part, ["nodes"] = size, ["fillPercent"] = _fill, ["seed"] = _seed }
            .Concat(figures).ToDictionary()));
        if (!_warming)
        {
            Console.Error.WriteLine($"{size,7} {part,-8} {string.Join("  ", figures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key} {f.Value:N0}")))}");
        }
    }
}
