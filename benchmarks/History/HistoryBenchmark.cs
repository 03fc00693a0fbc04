using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Placement.Benchmarks.Ingest;
using Placement.Benchmarks.Packing;
using Placement.Parquet.History;
using Placement.Telemetry.Samples;

namespace Placement.Benchmarks.History;

/// <summary>Keeps a week of five-minute samples of many replicas in a history, round by round, and asks for it: whole, an hour, a replica. What comes back has to be what was put in.</summary>
internal static class HistoryBenchmark
{
    private const string Usage = """
        usage: history --series N (replicas, CPU and memory of each; default 10000)   --hours H (default 168)   --every MINUTES (between two rounds, a multiple of 5; default 60)
               --folder PATH (default: the temp folder)
        """;

    public static int Run(string[] args)
    {
        BenchmarkArguments options;
        try
        {
            options = new(args, "series", "hours", "every", "folder", "child");
        }
        catch (ArgumentException fault)
        {
            Console.Error.WriteLine($"{fault.Message}\n{Usage}");
            return 2;
        }

        var (replicas, hours, every) = (options.Integer("series", 10_000), options.Integer("hours", 168), options.Integer("every", 60));
        var parent = options.Text("folder") ?? Path.GetTempPath();
        if (options.Text("child") is { } child)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(HistoryQuery.Ask(child, parent, replicas, hours)));
            return 0;
        }

        var folder = Path.Combine(parent, $"placement-history-{Environment.ProcessId}");
        try
        {
            var rounds = Keep(folder, replicas, hours, every);
            var files = Directory.GetFiles(folder, "*.parquet");
            var kept = files.Sum(file => new FileInfo(file).Length);
            var (all, hour, replica) = (Start("profiles", folder, replicas, hours), Start("hour", folder, replicas, hours), Start("replica", folder, replicas, hours));
            var slots = hours * MadeUsage.SlotsPerHour;
            var isRight = all == all with { Samples = 2L * replicas * slots, Check = Check(0, replicas, 0, slots) }
                & hour == hour with { Samples = 2L * replicas * MadeUsage.SlotsPerHour, Check = Check(0, replicas, slots - MadeUsage.SlotsPerHour, slots) }
                & replica == replica with { Samples = 2L * slots, Check = Check(HistoryQuery.ReplicaOf(replicas), 1, 0, slots) };
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                name = "history",
                replicas,
                hours,
                every_minutes = every,
                samples = all.Samples,
                round_median_seconds = Math.Round(rounds.Order().ElementAt(rounds.Count / 2), 3),
                round_worst_seconds = Math.Round(rounds.Max(), 3),
                seconds = Math.Round(rounds.Sum(), 1),
                peak_mb = Math.Round(PeakMemory.Megabytes()),
                files = files.Length,
                disk_mb = Math.Round(kept / 1e6, 1),
                bytes_per_sample = Math.Round((double)kept / all.Samples, 2),
                profiles_seconds = Math.Round(all.Seconds, 2),
                profiles_peak_mb = Math.Round(all.PeakMegabytes),
                hour_seconds = Math.Round(hour.Seconds, 2),
                replica_seconds = Math.Round(replica.Seconds, 2),
                replica_peak_mb = Math.Round(replica.PeakMegabytes),
                right = isRight,
            }));
            return isRight ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Keeps all rounds; the seconds of each.</summary>
    private static List<double> Keep(string folder, int replicas, int hours, int every)
    {
        var (rounds, slots) = (new List<double>(), every / 5);
        using var history = TelemetryHistory.OpenAsync(folder, new Clock(MadeUsage.Start.AddDays(30))).GetAwaiter().GetResult();
        for (var slot = 0; slot < hours * MadeUsage.SlotsPerHour; slot += slots)
        {
            var mark = new HistoryMark { KeepFrom = DateTimeOffset.FromUnixTimeMilliseconds(MadeUsage.TimeOf(slot + slots)).AddDays(-7), Interval = TimeSpan.FromMinutes(5) };
            var session = new IngestSession();
            var batches = MadeUsage.Batches(session, replicas, slot, slots);
            var made = batches.ToBlockingEnumerable().ToList();
            var clock = Stopwatch.StartNew();
            history.AppendAsync(session, made.ToAsyncEnumerable(), mark).GetAwaiter().GetResult();
            history.TidyAsync().GetAwaiter().GetResult();
            rounds.Add(clock.Elapsed.TotalSeconds);
        }

        return rounds;
    }

    private static ulong Check(int first, int replicas, int fromSlot, int toSlot)
    {
        var check = 0UL;
        foreach (var resource in MadeUsage.Resources)
        {
            for (var replica = first; replica < first + replicas; replica++)
            {
                var key = MadeUsage.KeyOf(replica, resource);
                for (var slot = fromSlot; slot < toSlot; slot++)
                {
                    check = unchecked(check + MadeUsage.Check(key, MadeUsage.TimeOf(slot), MadeUsage.Value(replica, slot, resource)));
                }
            }
        }

        return check;
    }

    /// <summary>Asks in a process of its own, so that its peak of memory is its own.</summary>
    private static HistoryAnswer Start(string query, string folder, int replicas, int hours)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        string[] arguments = ["history", "--child", query, "--folder", folder, "--series", replicas.ToString(CultureInfo.InvariantCulture), "--hours", hours.ToString(CultureInfo.InvariantCulture)];
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        using var process = Process.Start(new ProcessStartInfo(program, isHost ? [typeof(HistoryBenchmark).Assembly.Location, .. arguments] : arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && JsonSerializer.Deserialize<HistoryAnswer>(output) is { } answer ? answer : throw new InvalidOperationException($"{query} ended with {process.ExitCode}: {output}");
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
