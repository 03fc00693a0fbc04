using System.Diagnostics;
using Placement.Scheduling;
using Placement.Scheduling.Core;
using Placement.Testing;

namespace Placement.Benchmarks.Online;

/// <summary>The whole core on the fake launcher: each submit is decided in one step; the batch is written to the store in memory, the starts are made, the answers come back.</summary>
internal sealed class CoreRun
{
    private const int SubmitsPerCommit = 64;
    private readonly FakeFleet _fleet = new();
    private readonly MemoryStateStore _store = new(TimeProvider.System);
    private readonly SchedulerCore _core;
    private readonly long _generation;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<StartCall> _starts = [];

    public CoreRun(OnlineStream stream, Latencies submits)
    {
        Submits = submits;
        _generation = _store.NewGeneration();
        _core = new SchedulerCore(new SchedulerOptions { NodeTimeout = TimeSpan.FromHours(1) }, _generation, _store.Load(), Now());
        foreach (var node in stream.Nodes)
        {
            _fleet.AddNode(node);
            _core.NodeReported(Now(), node);
        }

        Commit();
        _core.Tick(Now());
    }

    public Latencies Submits { get; }

    public int Started { get; private set; }

    /// <summary>Submits every service; gives the seconds until everything placed runs.</summary>
    public double Run(IReadOnlyList<ServiceSpec> services)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < services.Count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            _core.Submit(Now(), i, services[i]);
            Submits.Add(began);
            if (i % SubmitsPerCommit == SubmitsPerCommit - 1)
            {
                Commit();
            }
        }

        Commit();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Group commit, then what it sets free, until nothing is left to do.</summary>
    private void Commit()
    {
        while (_core.TakeBatch() is { } batch)
        {
            _core.AppendCompleted(Now(), _store.Append(_generation, batch));
            foreach (var effect in _core.TakeEffects())
            {
                switch (effect)
                {
                    case StartCall start:
                        _starts.Add(start);
                        break;
                    case ListCall list:
                        _core.ListCompleted(Now(), list.CallId, _fleet.List(list.Request));
                        break;
                }
            }

            foreach (var start in _starts)
            {
                _core.CallCompleted(Now(), start.CallId, _fleet.Start(start.Request));
                Started++;
            }

            _starts.Clear();
        }
    }

    private CoreTime Now() => new(Stopwatch.GetElapsedTime(_start).Ticks, DateTimeOffset.UnixEpoch);
}
