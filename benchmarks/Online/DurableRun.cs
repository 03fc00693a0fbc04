using System.Diagnostics;
using Placement.Scheduling;

namespace Placement.Benchmarks.Online;

/// <summary>The whole scheduler with the SQLite store on disk: many clients submit at once, each waits until its request is durable (fully synchronised) before the next.</summary>
internal static class DurableRun
{
    private const int Clients = 4096;

    public static async Task<(int Acknowledged, double Seconds, Latencies Waits)> RunAsync(OnlineStream stream, string folder)
    {
        var file = Path.Combine(folder, $"online-{Environment.ProcessId}.db");
        using var store = new SqliteStateStore(file);
        var world = new FakeWorld(stream.Nodes);
        var scheduler = new Scheduler(new SchedulerOptions { NodeTimeout = TimeSpan.FromHours(1), MaxCalls = 64 }, new SchedulerParts { Store = store, Launcher = world, Observer = world });
        using var ending = new CancellationTokenSource();
        var running = scheduler.RunAsync(ending.Token);
        while (await scheduler.SnapshotAsync() is not { } fleet || fleet.Nodes.Count < stream.Nodes.Count)
        {
            await Task.Delay(50);
        }

        var next = -1;
        var acknowledged = 0;
        var waits = new Latencies(stream.Services.Count);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < stream.Services.Count; i = Interlocked.Increment(ref next))
            {
                var began = Stopwatch.GetTimestamp();
                var outcome = await scheduler.SubmitAsync(stream.Services[i]);
                if (outcome.IsAccepted)
                {
                    Interlocked.Increment(ref acknowledged);
                }

                lock (waits)
                {
                    waits.Add(began);
                }
            }
        }));
        var seconds = clock.Elapsed.TotalSeconds;
        await ending.CancelAsync();
        await running;
        store.Dispose();
        foreach (var left in Directory.EnumerateFiles(folder, Path.GetFileName(file) + "*"))
        {
            File.Delete(left);
        }

        return (acknowledged, seconds, waits);
    }
}
