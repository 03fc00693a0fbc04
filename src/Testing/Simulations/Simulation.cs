using Placement.Scheduling;
using Placement.Scheduling.Core;
using Placement.Scheduling.Optimising;

namespace Placement.Testing.Simulations;

/// <summary>One world under virtual time: a fleet, a store, schedulers that come and go, and the messages between them.</summary>
/// <remarks>Every delay, fault and request is drawn from the seed. The parts: this file the messages, <c>Turmoil</c> the operations and faults, <c>Judge</c> the invariants.</remarks>
internal sealed partial class Simulation : IDisposable
{
    private const long Millisecond = TimeSpan.TicksPerMillisecond;
    private const long Second = TimeSpan.TicksPerSecond;
    private static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Random _random;
    private readonly SimulationQueue _queue = new();
    private readonly SimulationLog _log;
    private readonly FakeFleet _fleet = new();
    private readonly MemoryStateStore _store = new(TimeProvider.System);
    private readonly CoreFaults _coreFaults;
    private readonly SimulationOptions _options;
    private readonly SchedulerOptions _schedulerOptions;
    private readonly List<SimulatedHost> _hosts = [];
    private long _wallOffset;
    private long _monotonicOffset;
    private long _request;
    private int _faults;
    private int _acknowledged;
    private int _hostsStarted;
    private bool _calm;
    private bool _worldChanged;

    public Simulation(SimulationOptions options, CoreFaults coreFaults)
    {
        _options = options;
        _coreFaults = coreFaults;
        _random = new Random(options.Seed);
        _log = new SimulationLog(options.Log);
        _schedulerOptions = new SchedulerOptions
        {
            Holder = "simulated",
            NodeTimeout = TimeSpan.FromSeconds(5),
            ResyncInterval = TimeSpan.FromSeconds(15),
            RetryDelay = TimeSpan.FromMilliseconds(200),
            RefusalCooldown = TimeSpan.FromSeconds(3),
            Optimiser = options.Packing ? new OptimiserOptions { Interval = TimeSpan.FromSeconds(2), QuietTime = TimeSpan.Zero } : null,
        };
    }

    public SimulationResult Run()
    {
        string? violation = null;
        try
        {
            Populate();
            _fleet.Changed += OnChanged;
            StartHost();
            PlanTurmoil();
            RunUntil(_options.Turmoil.Ticks);
            Calm();
            var deadline = _queue.Now + _options.Settling.Ticks;
            string? unsettled;
            do
            {
                RunUntil(Math.Min(deadline, _queue.Now + (5 * Second)));
                unsettled = Unsettled();
            }
            while (unsettled is not null && _queue.Now < deadline);

            violation = unsettled is null ? null : "did not settle: " + unsettled;
        }
        catch (ConformanceException fault)
        {
            violation = fault.Message;
        }

        if (violation is not null)
        {
            Log("VIOLATION " + violation);
        }

        return new SimulationResult
        {
            Seed = _options.Seed,
            Violation = violation,
            LogDigest = _log.Digest(),
            Events = _log.Lines,
            Starts = _fleet.Starts,
            Faults = _faults,
            Acknowledged = _acknowledged,
        };
    }

    public void Dispose() => _log.Dispose();

    private void RunUntil(long until)
    {
        while (_queue.RunNext(until))
        {
            if (_worldChanged)
            {
                _worldChanged = false;
                CheckWorld();
            }
        }
    }

    private void Log(string line) => _log.Write($"{_queue.Now / 10} {line}");

    private CoreTime Time() => new(_queue.Now + _monotonicOffset, Epoch.AddTicks(_queue.Now + _wallOffset));

    private bool Chance(int percent) => _random.Next(100) < percent;

    private long Between(long least, long most) => _random.NextInt64(least, most + 1);

    private void StartHost()
    {
        var generation = _store.NewGeneration();
        var core = new SchedulerCore(_schedulerOptions, generation, _store.Load(), Time(), faults: _coreFaults);
        core.Told = (item, ticks) =>
        {
            _toldAt[(generation, item.Sequence)] = ticks;
            Log($"  event {item.Sequence} {item.Kind} {item.ReplicaId ?? item.Service} {item.NodeId} {item.Detail}");
        };
        var host = new SimulatedHost(++_hostsStarted, core);
        _hosts.Add(host);
        Log($"h{host.Number} leads, generation {generation}");
        CarryOut(host);
        foreach (var node in _fleet.Nodes.Where(n => n.Reachable))
        {
            Deliver(host, Between(0, 50 * Millisecond), "report " + node.Report.NodeId, (c, t) => c.NodeReported(t, node.Report));
        }
    }

    /// <summary>Sends something to a host; a crashed one never hears it, a paused one when it goes on.</summary>
    private void Deliver(SimulatedHost host, long delay, string label, Action<SchedulerCore, CoreTime> input) =>
        _queue.After(delay, () => Arrive(host, label, input));

    private void Arrive(SimulatedHost host, string label, Action<SchedulerCore, CoreTime> input)
    {
        if (host.Crashed)
        {
            return;
        }

        if (host.Paused)
        {
            host.Backlog.Add(() => Arrive(host, label, input));
            return;
        }

        Log($"h{host.Number} {label}");
        input(host.Core, Time());
        CarryOut(host);
    }

    private void CarryOut(SimulatedHost host)
    {
        if (host.Core.TakeBatch() is { } batch)
        {
            _queue.After(StoreDelay(), () => Append(host, batch));
        }

        foreach (var effect in host.Core.TakeEffects())
        {
            if (effect is Reply reply)
            {
                OnReply(reply);
            }
            else
            {
                CheckReleased((CoreCall)effect);
                _queue.After(CallDelay(), () => Send(host, (CoreCall)effect));
            }
        }

        if (host.Core.NextWake is { } wake && !(host.WakeAt <= wake))
        {
            host.WakeAt = wake;
            Deliver(host, wake - _queue.Now - _monotonicOffset, "tick", (c, t) =>
            {
                if (host.WakeAt == wake)
                {
                    host.WakeAt = null;
                    c.Tick(t);
                }
            });
        }
    }

    private void Append(SimulatedHost host, StateBatch batch)
    {
        if (host.Crashed && Chance(50))
        {
            return;
        }

        var trouble = !_calm && _storeTrouble && Chance(40);
        if (trouble && Chance(50))
        {
            Log($"h{host.Number} append {batch.Number} fails");
            Deliver(host, StoreDelay(), "append unknown", (c, t) => c.AppendCompleted(t, null));
            return;
        }

        CheckBatch(host, batch);
        var before = _store.LastBatch;
        var outcome = _store.Append(host.Core.Generation, batch);
        Log($"h{host.Number} append {batch.Number} {outcome}{(trouble ? ", answer lost" : "")}");
        if (_store.LastBatch > before)
        {
            Follow(batch);
        }

        Deliver(host, StoreDelay(), "append done", (c, t) => c.AppendCompleted(t, trouble ? null : outcome));
    }

    private void Send(SimulatedHost host, CoreCall call)
    {
        if (host.Crashed && Chance(50))
        {
            return;
        }

        if (host.Paused)
        {
            host.Backlog.Add(() => Send(host, call));
            return;
        }

        switch (call)
        {
            case StartCall start:
                Launch(host, call, start.Request.NodeId, "start " + start.Request.Identity.ReplicaId, () => Start(start.Request));
                break;
            case StopCall stop:
                Launch(host, call, stop.Request.NodeId, "stop " + stop.Request.ReplicaId, () => _fleet.Stop(stop.Request));
                break;
            case ListCall list:
                var there = Reachable(list.Request.NodeId) && !(_launcherTrouble && Chance(20));
                var found = there ? _fleet.List(list.Request) : null;
                Log($"list {list.Request.NodeId} {found?.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "fails"}");
                Deliver(host, CallDelay(), "listed " + list.Request.NodeId, (c, t) => c.ListCompleted(t, call.CallId, found));
                break;
            case OptimiseCall optimise:
                var plan = RandomPlan(optimise.Request);
                Log($"plan {string.Join(", ", plan?.Moves.Select(m => $"{m.ReplicaId} to {m.NodeId}") ?? ["fails"])}");
                Deliver(host, CallDelay(), "planned", (c, t) => c.Optimised(t, call.CallId, plan));
                break;
            case ProbeCall probe:
                var failure = Ails(probe.Request) ? "ails" : null;
                Deliver(host, CallDelay(), "probed " + probe.Request.Identity.ReplicaId, (c, t) => c.ProbeCompleted(t, call.CallId, failure));
                break;
        }
    }

    /// <summary>Moves that nobody thought about, or no plan; none once the world is calm, so that it can settle.</summary>
    private PackingPlan? RandomPlan(PackingRequest request)
    {
        var replicas = request.Services.SelectMany(s => s.Replicas).ToArray();
        if (_calm || Chance(20) || replicas.Length == 0)
        {
            return _calm ? PackingPlan.Nothing : null;
        }

        return new PackingPlan([.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => new PlannedMove(replicas[_random.Next(replicas.Length)].Id, request.Nodes[_random.Next(request.Nodes.Count)].Report.NodeId))], 1);
    }

    private void Launch(SimulatedHost host, CoreCall call, string nodeId, string what, Func<LaunchOutcome> act)
    {
        LaunchOutcome? outcome = null;
        var mode = "";
        if (!Reachable(nodeId))
        {
            mode = "unreachable";
        }
        else if (_launcherTrouble && call is StartCall && Chance(15))
        {
            outcome = new LaunchOutcome { Status = Chance(70) ? LaunchStatus.RefusedByNode : LaunchStatus.RefusedEverywhere, Code = "simulated" };
            if (_fleet.Node(nodeId).Containers.TryGetValue(((StartCall)call).Request.Identity.ReplicaId, out var there))
            {
                outcome = act();
            }
        }
        else if (_launcherTrouble && Chance(15))
        {
            mode = "fails before";
        }
        else if (_launcherTrouble && call is StartCall half && Chance(15))
        {
            mode = "fails half-way";
            _fleet.StartHalf(half.Request);
        }
        else
        {
            outcome = act();
            if (_launcherTrouble && Chance(20))
            {
                mode = "fails after";
                outcome = outcome.Status == LaunchStatus.Fenced ? outcome : null;
            }
            else if (outcome.Status == LaunchStatus.Running && Chance(20))
            {
                mode = "answers early";
                outcome = new LaunchOutcome { Status = LaunchStatus.Starting };
            }
        }

        Log($"{what} on {nodeId}: {outcome?.Status.ToString() ?? "unknown"} {mode}");
        var answer = outcome;
        Deliver(host, CallDelay(), "answer " + what, (c, t) => c.CallCompleted(t, call.CallId, answer));
    }

    private LaunchOutcome Start(LaunchRequest request)
    {
        var outcome = _fleet.Start(request);
        if (outcome.Status == LaunchStatus.Running)
        {
            CheckStarted(request);
            if (request.Spec.Environment.ContainsKey("CRASHES"))
            {
                _queue.After(Between(1, 3000) * Millisecond, () => _fleet.Exit(request.NodeId, request.Identity.ReplicaId, 1));
            }
        }

        return outcome;
    }

    private void OnChanged(ReplicaNotice notice)
    {
        _worldChanged = true;
        if (notice.Replica is { State: not ReplicaState.Running } ended)
        {
            _endedAt[ended.Identity.ReplicaId] = _queue.Now;
        }

        if (!Reachable(notice.NodeId))
        {
            return;
        }

        var id = notice.Replica!.Identity.ReplicaId;
        foreach (var host in _hosts.Where(h => h.Leads))
        {
            if (!_calm && Chance(4))
            {
                // Lost, and found out a little later.
                Deliver(host, Between(10, 2000) * Millisecond, "gap " + notice.NodeId, (c, t) => c.Noticed(t, ReplicaNotice.Gap(notice.NodeId)));
                continue;
            }

            for (var copies = Chance(10) ? 2 : 1; copies > 0; copies--)
            {
                var delay = Chance(10) ? Between(1, 1500) * Millisecond : Between(0, 5) * Millisecond;
                Deliver(host, delay, $"notice {id} {notice.Replica.State}", (c, t) =>
                {
                    c.Noticed(t, notice);
                    CheckNoticed(c, notice.Replica);
                });
            }
        }
    }

    private bool Reachable(string nodeId) => _fleet.Node(nodeId).Reachable;

    private long StoreDelay() => _storeTrouble && Chance(20) ? Between(100, 800) * Millisecond : Between(500, 4000) * 10;

    private long CallDelay() => _launcherTrouble && Chance(20) ? Between(200, 3000) * Millisecond : Between(1, 30) * Millisecond;
}
