using Placement.Scheduling.Core;
using Placement.Scheduling.Optimising;
using Placement.Testing;

namespace Placement.Scheduling.Tests.Core;

/// <summary>One core on a fake fleet under a clock that the test moves: every call is answered at once, nothing else happens.</summary>
internal sealed class CoreWorld
{
    private static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);
    private readonly SchedulerOptions _options;
    private readonly MemoryStateStore _store = new(TimeProvider.System);
    private readonly Queue<ReplicaNotice> _notices = new();
    private readonly Dictionary<long, RequestOutcome> _replies = [];
    private long _now;
    private long _request;

    public CoreWorld(SchedulerOptions? options = null, IReadOnlyList<INodeFilter>? filters = null)
    {
        _options = options ?? new SchedulerOptions();
        Filters = filters ?? [];
        Fleet.Changed += _notices.Enqueue;
        Core = Lead();
    }

    public FakeFleet Fleet { get; } = new();

    public SchedulerCore Core { get; private set; }

    public IReadOnlyList<SchedulerEvent> Events => _store.ReadEventsAsync(0, int.MaxValue, CancellationToken.None).Result;

    /// <summary>The answer to a start in place of the fleet's; null lets the fleet answer.</summary>
    public Func<LaunchRequest, LaunchOutcome?> OnStart { get; set; } = _ => null;

    /// <summary>Loses the answer of a start or a stop that was carried out.</summary>
    public Func<CoreCall, bool> LoseAnswer { get; set; } = _ => false;

    /// <summary>Holds back stops: what is to be stopped runs on.</summary>
    public bool HoldStops { get; set; }

    public Func<ProbeRequest, string?> OnProbe { get; set; } = _ => null;

    public Func<PackingRequest, PackingPlan?> OnOptimise { get; set; } = request => FleetPacker.Plan(request, new OptimiserOptions { TimeLimit = TimeSpan.FromMinutes(1) }, CancellationToken.None);

    public List<LaunchRequest> Starts { get; } = [];

    public List<TimeSpan> Probes { get; } = [];

    public int Plans { get; private set; }

    public TimeSpan Now => new(_now);

    public FleetSnapshot Snapshot => Core.Snapshot();

    private IReadOnlyList<INodeFilter> Filters { get; }

    private readonly Queue<CoreCall> _heldStops = new();

    public CoreWorld Node(string id, long cpu = 4_000, long memory = 4_000, string? zone = null)
    {
        var report = new NodeReport { NodeId = id, CpuMillicores = cpu, MemoryBytes = memory << 20, Labels = zone is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["zone"] = zone } };
        Fleet.AddNode(report);
        Core.NodeReported(Time, report);
        Pump();
        return this;
    }

    public RequestOutcome Ask(Action<SchedulerCore, CoreTime, long> ask)
    {
        var request = ++_request;
        ask(Core, Time, request);
        Pump();
        return _replies[request];
    }

    public RequestOutcome Submit(ServiceSpec spec) => Ask((core, time, request) => core.Submit(time, request, spec));

    public RequestOutcome Update(ServiceSpec spec) => Ask((core, time, request) => core.Update(time, request, spec));

    public RequestOutcome Scale(string service, int replicas) => Ask((core, time, request) => core.Scale(time, request, service, replicas));

    public RequestOutcome Rebalance() => Ask((core, time, request) => core.Rebalance(time, request));

    public void Measure(UsageReport report)
    {
        Core.Measured(Time, report);
        Pump();
    }

    /// <summary>Lets a replica end by itself.</summary>
    public void Exit(string replica, int code = 1)
    {
        Assert.True(Fleet.Exit(Status(replica).NodeId!, replica, code));
        Pump();
    }

    public void ReleaseStops()
    {
        HoldStops = false;
        while (_heldStops.TryDequeue(out var stop))
        {
            CarryOut(stop);
        }

        Pump();
    }

    /// <summary>Moves the clock, letting every timer on the way fire at its own time; reachable nodes tell that they live each second.</summary>
    public void Advance(double seconds)
    {
        var until = _now + TimeSpan.FromSeconds(seconds).Ticks;
        while (_now < until)
        {
            var beat = ((_now / Heartbeat.Ticks) + 1) * Heartbeat.Ticks;
            _now = Math.Min(until, Math.Min(beat, Math.Max(_now + 1, Core.NextWake ?? long.MaxValue)));
            if (_now == beat)
            {
                foreach (var node in Fleet.Nodes.Where(n => n.Reachable))
                {
                    Core.NodeReported(Time, node.Report);
                }
            }

            Core.Tick(Time);
            Pump();
        }
    }

    /// <summary>The host dies and another takes over, with nothing but the store and the fleet.</summary>
    public void Restart()
    {
        _notices.Clear();
        _heldStops.Clear();
        Core = Lead();
        foreach (var node in Fleet.Nodes.Where(n => n.Reachable))
        {
            Core.NodeReported(Time, node.Report);
        }

        Pump();
    }

    public ReplicaStatus Status(string replica) => Snapshot.Replicas.Single(r => r.ReplicaId == replica);

    public IReadOnlyList<ReplicaStatus> Of(string service) => [.. Snapshot.Replicas.Where(r => r.Service == service)];

    public int RunningOf(string service) => Fleet.Nodes.SelectMany(n => n.Containers.Values).Count(c => c.State == ReplicaState.Running && c.Identity?.Service == service);

    public int CountOf(SchedulerEventKind kind) => Events.Count(e => e.Kind == kind);

    public int NodesUsed => Snapshot.Nodes.Count(n => n.Replicas > 0);

    public static ServiceSpec Service(string name, int replicas = 1, long cpu = 1_000, long memory = 100) =>
        new() { Name = name, Command = ["run"], CpuMillicores = cpu, MemoryBytes = memory << 20, Replicas = replicas };

    public CoreTime Time => new(_now, Epoch.AddTicks(_now));

    private SchedulerCore Lead() => new(_options, _store.NewGeneration(), _store.Load(), Time, Filters);

    private void Pump()
    {
        for (var turn = 0; ; turn++)
        {
            Assert.True(turn < 10_000, "The core never comes to rest.");
            var moved = false;
            if (Core.TakeBatch() is { } batch)
            {
                Core.AppendCompleted(Time, _store.Append(Core.Generation, batch));
                moved = true;
            }

            foreach (var effect in Core.TakeEffects())
            {
                moved = true;
                if (effect is Reply reply)
                {
                    _replies[reply.RequestId] = reply.Outcome;
                }
                else if (effect is StopCall stop && HoldStops)
                {
                    _heldStops.Enqueue(stop);
                }
                else
                {
                    CarryOut((CoreCall)effect);
                }
            }

            while (_notices.TryDequeue(out var notice))
            {
                if (Fleet.Node(notice.NodeId).Reachable)
                {
                    Core.Noticed(Time, notice);
                }

                moved = true;
            }

            if (!moved)
            {
                return;
            }
        }
    }

    private void CarryOut(CoreCall call)
    {
        switch (call)
        {
            case StartCall start:
                Starts.Add(start.Request);
                var started = Reachable(start.Request.NodeId) ? OnStart(start.Request) ?? Fleet.Start(start.Request) : null;
                Core.CallCompleted(Time, call.CallId, LoseAnswer(call) ? null : started);
                break;
            case StopCall stop:
                var stopped = Reachable(stop.Request.NodeId) ? Fleet.Stop(stop.Request) : null;
                Core.CallCompleted(Time, call.CallId, LoseAnswer(call) ? null : stopped);
                break;
            case ListCall list:
                Core.ListCompleted(Time, call.CallId, Reachable(list.Request.NodeId) ? Fleet.List(list.Request) : null);
                break;
            case ProbeCall probe:
                Probes.Add(Now);
                Core.ProbeCompleted(Time, call.CallId, OnProbe(probe.Request));
                break;
            case OptimiseCall optimise:
                Plans++;
                Core.Optimised(Time, call.CallId, OnOptimise(optimise.Request));
                break;
        }
    }

    private bool Reachable(string node) => Fleet.Node(node).Reachable;
}
