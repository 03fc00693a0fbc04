using System.Diagnostics;
using Placement.Scheduling;

namespace Placement.Benchmarks.Online;

/// <summary>The whole scheduler with the SQLite store on disk: many clients submit at once, each waits until its request is durable (fully synchronised) before the next.</summary>
/// <remarks>A round fills a new fleet from empty, with a new store; the figures are those of all rounds together.</remarks>
internal sealed class DurableRun(OnlineStream stream, int services, int clients, string folder)
{
    private readonly ServiceSpec[] _services = [.. stream.Services.Take(services)];
    private long _bytes;
    private TimeSpan _pauses;

    public int Rounds { get; private set; }

    /// <summary>The requests made.</summary>
    public int Submitted => Rounds * _services.Length;

    /// <summary>The requests acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>The requests acknowledged a second in the slowest round.</summary>
    public double Slowest { get; private set; } = double.MaxValue;

    /// <summary>The time of the wall from the first request to the last answer.</summary>
    public double Seconds { get; private set; }

    /// <summary>The processor time of the whole process meanwhile: what a busy machine does not stretch.</summary>
    public double CpuSeconds { get; private set; }

    public Latencies Waits { get; } = new(1 << 16);

    /// <summary>The bytes allocated for one request, on all threads.</summary>
    public double BytesPerSubmit => (double)_bytes / Submitted;

    /// <summary>The share of the time in which the garbage collector held everything up.</summary>
    public double PauseShare => _pauses.TotalSeconds / Seconds;

    /// <summary>What the store of the last round holds at its end: each row was written once.</summary>
    public IReadOnlyList<StateChange> Rows { get; private set; } = [];

    public long Batches { get; private set; }

    public long Events { get; private set; }

    public async Task RoundAsync()
    {
        using var file = new StoreFile(folder);
        using var store = new SqliteStateStore(file.Path);
        var world = new FakeWorld(stream.Nodes);
        var scheduler = new Scheduler(new SchedulerOptions { NodeTimeout = TimeSpan.FromHours(1), MaxCalls = 64 }, new SchedulerParts { Store = store, Launcher = world, Observer = world });
        using var ending = new CancellationTokenSource();
        var running = scheduler.RunAsync(ending.Token);
        do
        {
            await Task.Delay(100);
        }
        while (world.Listed < stream.Nodes.Count || await scheduler.SnapshotAsync() is null);

        var before = await store.LoadAsync(default);
        await SubmitAsync(scheduler);
        await ending.CancelAsync();
        await running;
        var after = await store.LoadAsync(default);
        (Rows, Batches, Events) = (after.Entries, after.LastBatch - before.LastBatch, after.LastSequence - before.LastSequence);
    }

    private async Task SubmitAsync(Scheduler scheduler)
    {
        var next = -1;
        var acknowledged = 0;
        var bytes = GC.GetTotalAllocatedBytes();
        var pauses = GC.GetTotalPauseDuration();
        var clock = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < _services.Length; i = Interlocked.Increment(ref next))
            {
                var began = Stopwatch.GetTimestamp();
                var outcome = await scheduler.SubmitAsync(_services[i]);
                if (outcome.IsAccepted)
                {
                    Interlocked.Increment(ref acknowledged);
                }

                lock (Waits)
                {
                    Waits.Add(began);
                }
            }
        }));
        var seconds = clock.Elapsed.TotalSeconds;
        CpuSeconds += (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        Seconds += seconds;
        Slowest = Math.Min(Slowest, acknowledged / seconds);
        Acknowledged += acknowledged;
        Rounds++;
        _bytes += GC.GetTotalAllocatedBytes() - bytes;
        _pauses += GC.GetTotalPauseDuration() - pauses;
    }
}
