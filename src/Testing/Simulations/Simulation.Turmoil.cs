using Placement.Model;
using Placement.Scheduling;
using Placement.Scheduling.Core;

namespace Placement.Testing.Simulations;

/// <summary>The operations of users and the faults of the world.</summary>
internal sealed partial class Simulation
{
    private readonly Dictionary<string, SimulatedClient> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Action<RequestOutcome>> _awaited = [];
    private bool _storeTrouble;
    private bool _launcherTrouble;

    private void Populate()
    {
        var nodes = _random.Next(2, 7);
        for (var n = 0; n < nodes; n++)
        {
            _fleet.AddNode(new NodeReport
            {
                NodeId = $"n{n}",
                CpuMillicores = 1000 * _random.Next(1, 5),
                MemoryBytes = (long)_random.Next(1, 5) << 30,
                Labels = new Dictionary<string, string> { ["zone"] = $"z{n % 3}", ["disk"] = Chance(50) ? "ssd" : "hdd" },
                Taints = Chance(10) ? [new Taint { Key = "special" }] : [],
            });
            if (Chance(40))
            {
                _fleet.AddForeign($"n{n}", $"foreign-{n}");
            }

            Beat($"n{n}");
        }

        _queue.After(Second, Supervise);
    }

    /// <summary>Signs of life, four to five in a node timeout.</summary>
    private void Beat(string nodeId)
    {
        if (Reachable(nodeId))
        {
            foreach (var host in _hosts.Where(h => h.Leads))
            {
                Deliver(host, Between(0, 20) * Millisecond, "report " + nodeId, (c, t) => c.NodeReported(t, _fleet.Node(nodeId).Report));
            }
        }

        _queue.After(Between(1000, 1200) * Millisecond, () => Beat(nodeId));
    }

    /// <summary>Sees to it that, sooner or later, somebody leads.</summary>
    private void Supervise()
    {
        if (!_hosts.Exists(h => h.Leads && !h.Paused) && (_calm || Chance(70)))
        {
            StartHost();
        }

        _queue.After(Second, Supervise);
    }

    private void PlanTurmoil()
    {
        var end = _options.Turmoil.Ticks;
        var operations = _random.Next(4, 14);
        for (var i = 0; i < operations; i++)
        {
            _queue.After(i < 3 ? Between(0, 3 * Second) : Between(0, end), Operate);
        }

        var faults = _random.Next(2, 14);
        for (var i = 0; i < faults; i++)
        {
            _queue.After(Between(Second, end), MakeFault);
        }
    }

    private void Operate()
    {
        // Clients ask whoever says that it leads; a leader of yesterday may say so, too.
        var leaders = _hosts.Where(h => h.Leads && !h.Paused).ToArray();
        if (leaders.Length == 0)
        {
            return;
        }

        var host = Chance(70) ? leaders[^1] : leaders[_random.Next(leaders.Length)];

        var name = $"s{_random.Next(4)}";
        var node = $"n{_random.Next(_fleet.Nodes.Count)}";
        var known = _clients.GetValueOrDefault(name)?.Acknowledged;
        switch (_random.Next(12))
        {
            case < 5 when known is null:
            case < 2:
                var spec = known is not null && Chance(50) ? known : NewSpec(name);
                Ask(host, name, "submit " + name, spec, known, spec, (c, t, r) => c.Submit(t, r, spec));
                break;
            case < 5 when known is not null:
                var next = NewSpec(name);
                Ask(host, name, "update " + name, next, known, next, (c, t, r) => c.Update(t, r, next));
                break;
            case < 7 when known is not null:
                var scaled = known with { Replicas = _random.Next(0, 6) };
                Ask(host, name, $"scale {name} {scaled.Replicas}", scaled, known, scaled, (c, t, r) => c.Scale(t, r, name, scaled.Replicas));
                break;
            case 7 when known is not null:
                _clients[name].StopAsked = true;
                Ask(host, name, "stop " + name, null, known, null, (c, t, r) => c.Stop(t, r, name));
                break;
            case 8:
                Command(host, "cordon " + node, (c, t, r) => c.Cordon(t, r, node));
                break;
            case 9:
                Command(host, "drain " + node, (c, t, r) => c.Drain(t, r, node));
                _queue.After(Between(1, 15) * Second, () => Undo("uncordon " + node, (c, t, r) => c.Uncordon(t, r, node)));
                break;
            case 10:
                Command(host, "uncordon " + node, (c, t, r) => c.Uncordon(t, r, node));
                break;
            case 11:
                Command(host, "pause", (c, t, r) => c.Pause(t, r, true));
                _queue.After(Between(1, 5) * Second, () => Undo("resume", (c, t, r) => c.Pause(t, r, false)));
                break;
        }
    }

    private void Undo(string label, Action<SchedulerCore, CoreTime, long> command)
    {
        if (_hosts.LastOrDefault(h => h.Leads && !h.Paused) is { } host)
        {
            Command(host, label, command);
        }
    }

    /// <summary>Tells the newest scheduler that leads, and the next one when it turns out that this one had lost the lead, as an operator would.</summary>
    private void Insist(string label, Action<SchedulerCore, CoreTime, long> command)
    {
        if (_hosts.LastOrDefault(h => h.Leads && !h.Paused) is not { } host)
        {
            _queue.After(Second, () => Insist(label, command));
            return;
        }

        _awaited.Add(Command(host, label, command), outcome =>
        {
            if (outcome.Status == RequestStatus.NotLeader)
            {
                _queue.After(Second, () => Insist(label, command));
            }
        });
    }

    private long Command(SimulatedHost host, string label, Action<SchedulerCore, CoreTime, long> command)
    {
        var request = ++_request;
        Deliver(host, 0, label, (c, t) => command(c, t, request));
        return request;
    }

    private void Ask(SimulatedHost host, string name, string label, ServiceSpec? sent, ServiceSpec? before, ServiceSpec? after, Action<SchedulerCore, CoreTime, long> command)
    {
        if (!_clients.TryGetValue(name, out var client))
        {
            _clients.Add(name, client = new SimulatedClient());
        }

        if (sent is not null)
        {
            client.Sends(sent);
        }

        // A scale changes one number of a specification that a request still under way may be changing, too.
        var partial = client.InDoubt && before is not null && sent is not null && sent == before with { Replicas = sent.Replicas };
        var request = ++_request;
        client.Asked = request;
        client.InDoubt = true;
        _awaited.Add(request, outcome =>
        {
            if (client.Asked == request && outcome.Status != RequestStatus.NotLeader)
            {
                client.InDoubt = partial;
                client.Acknowledged = outcome.IsAccepted ? after : outcome.Status == RequestStatus.NotFound ? null : before;
                if (outcome.Status == RequestStatus.Conflict)
                {
                    client.InDoubt = true; // something else is there; the next acknowledged request settles what
                }
            }

            if (outcome.IsAccepted)
            {
                _acknowledged++;
                CheckPromise(name);
            }
        });
        Deliver(host, 0, label, (c, t) => command(c, t, request));
    }

    private void OnReply(Reply reply)
    {
        Log($"reply {reply.RequestId} {reply.Outcome.Status} {reply.Outcome.Reason}");
        if (_awaited.Remove(reply.RequestId, out var answered))
        {
            answered(reply.Outcome);
        }
    }

    private ServiceSpec NewSpec(string name)
    {
        var crashes = Chance(12);
        var ails = Chance(12);
        var environment = new Dictionary<string, string> { ["VERSION"] = $"{_random.Next(1000)}" };
        if (crashes)
        {
            environment["CRASHES"] = "1";
        }

        if (ails)
        {
            environment["AILS"] = "1";
        }

        var surge = _random.Next(0, 3);
        return new ServiceSpec
        {
            Name = name,
            Command = ["run"],
            Environment = environment,
            Ports = [80],
            CpuMillicores = 250 * _random.Next(1, 5),
            MemoryBytes = (long)_random.Next(1, 5) << 28,
            Replicas = _random.Next(0, 6),
            SelfAntiAffinity = Chance(25),
            Spread = Chance(25) ? [new SpreadRule { Label = "zone", MinDomains = _random.Next(1, 4), MaxSkew = Chance(50) ? int.MaxValue : _random.Next(1, 3) }] : [],
            NodeSelector = Chance(15) ? new Dictionary<string, string> { ["disk"] = "ssd" } : new Dictionary<string, string>(),
            Tolerations = Chance(50) ? [new Toleration { Key = "special" }] : [],
            Priority = _random.Next(0, 3),
            Restart = new RestartPolicy
            {
                Mode = Chance(85) ? RestartMode.Always : Chance(50) ? RestartMode.OnFailure : RestartMode.Never,
                Delay = TimeSpan.FromMilliseconds(100 * _random.Next(1, 5)),
                MaxDelay = TimeSpan.FromSeconds(2),
                ResetAfter = TimeSpan.FromSeconds(_random.Next(2, 8)),
                CrashLoopAfter = 3,
            },
            Health = ails || Chance(30)
                ? new HealthCheck { Kind = HealthCheckKind.Tcp, Port = 80, Grace = TimeSpan.FromSeconds(1), Interval = TimeSpan.FromSeconds(1), FailureThreshold = 2 }
                : null,
            Rollout = new RolloutPolicy { MaxSurge = surge, MaxUnavailable = surge == 0 ? _random.Next(1, 3) : _random.Next(0, 2), MaxFailures = 2, RollBack = Chance(80) },
            StopGrace = TimeSpan.FromSeconds(1),
        };
    }

    private bool Ails(ProbeRequest request) =>
        !Reachable(request.NodeId)
        || !_fleet.Node(request.NodeId).Containers.TryGetValue(request.Identity.ReplicaId, out var container)
        || container.State != ReplicaState.Running
        || container.Spec!.Environment.ContainsKey("AILS")
        || (!_calm && Chance(3));

    private void MakeFault()
    {
        _faults++;
        var node = $"n{_random.Next(_fleet.Nodes.Count)}";
        switch (_random.Next(14))
        {
            case < 2:
                Log("fault: cut off " + node);
                _fleet.Lose(node);
                _queue.After(Between(500, 15_000) * Millisecond, () => Bring(node));
                break;
            case 2:
                Log("fault: power off " + node);
                _fleet.PowerOff(node);
                _queue.After(Between(500, 15_000) * Millisecond, () => Bring(node));
                break;
            case < 6:
                ExitOne();
                break;
            case 6:
                _storeTrouble = true;
                Log("fault: store trouble");
                _queue.After(Between(500, 5000) * Millisecond, () => _storeTrouble = false);
                break;
            case < 9:
                _launcherTrouble = true;
                Log("fault: launcher trouble");
                _queue.After(Between(500, 8000) * Millisecond, () => _launcherTrouble = false);
                break;
            case < 11:
                Crash();
                break;
            case 11:
                PauseLeader();
                break;
            case 12:
                _wallOffset += Between(-3600, 3600) * Second;
                Log("fault: wall clock jumps");
                ForgetTimes();
                break;
            case 13:
                _monotonicOffset += Between(1, 20) * Second;
                Log("fault: time jumps");
                ForgetTimes();
                foreach (var host in _hosts.Where(h => h.Leads))
                {
                    Deliver(host, 0, "tick", (c, t) => c.Tick(t));
                }

                break;
        }
    }

    private void Bring(string node)
    {
        Log("back: " + node);
        _fleet.Return(node);
        foreach (var host in _hosts.Where(h => h.Leads))
        {
            Deliver(host, Between(0, 500) * Millisecond, "gap " + node, (c, t) => c.Noticed(t, ReplicaNotice.Gap(node)));
        }
    }

    private void ExitOne()
    {
        var running = _fleet.Nodes.SelectMany(n => n.Containers.Values.Where(c => c.Identity is not null && c.State == ReplicaState.Running).Select(c => (Node: n.Report.NodeId, c.Name))).ToArray();
        if (running.Length > 0)
        {
            var (node, name) = running[_random.Next(running.Length)];
            var code = Chance(30) ? 0 : 1;
            Log($"fault: {name} exits with {code}");
            _fleet.Exit(node, name, code);
        }
    }

    private void Crash()
    {
        if (_hosts.LastOrDefault(h => h.Leads) is { } host)
        {
            Log($"fault: h{host.Number} crashes");
            host.Crashed = true;
            if (Chance(60))
            {
                _queue.After(Between(0, 1000) * Millisecond, StartHost);
            }
        }
    }

    /// <summary>Pauses the leader, lets another take over meanwhile, and lets the first one go on where it was.</summary>
    private void PauseLeader()
    {
        if (_hosts.LastOrDefault(h => h.Leads && !h.Paused) is not { } host)
        {
            return;
        }

        Log($"fault: h{host.Number} paused");
        host.Paused = true;
        var away = Between(100, 8000) * Millisecond;
        if (Chance(70))
        {
            _queue.After(Between(0, away / Millisecond) * Millisecond, StartHost);
        }

        _queue.After(away, () => Resume(host));
    }

    private void Resume(SimulatedHost host)
    {
        if (!host.Paused || host.Crashed)
        {
            return;
        }

        Log($"h{host.Number} goes on");
        host.Paused = false;
        var backlog = host.Backlog.ToArray();
        host.Backlog.Clear();
        foreach (var item in backlog)
        {
            item();
        }
    }

    /// <summary>Ends all faults; from here everything must settle.</summary>
    private void Calm()
    {
        Log("calm");
        _calm = true;
        _storeTrouble = false;
        _launcherTrouble = false;
        foreach (var node in _fleet.Nodes.Where(n => !n.Reachable))
        {
            Bring(node.Report.NodeId);
        }

        foreach (var host in _hosts.ToArray())
        {
            Resume(host);
        }

        if (!_hosts.Exists(h => h.Leads))
        {
            StartHost();
        }

        // More than one may still believe that it leads; all but the newest find out when they next write.
        var leader = _hosts.Last(h => h.Leads);
        Command(leader, "resume", (c, t, r) => c.Pause(t, r, false));
        foreach (var node in _fleet.Nodes)
        {
            _queue.After(Second, () => Insist("uncordon " + node.Report.NodeId, (c, t, r) => c.Uncordon(t, r, node.Report.NodeId)));
            _queue.After(10 * Second, () => Insist("uncordon " + node.Report.NodeId, (c, t, r) => c.Uncordon(t, r, node.Report.NodeId)));
        }

        _queue.After(10 * Second, () => Insist("resume", (c, t, r) => c.Pause(t, r, false)));
    }
}
