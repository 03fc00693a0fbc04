using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>A fleet in memory that keeps the launcher's contract to the letter, fence included; faults are made by its methods.</summary>
/// <remarks>Thread-safe. Holds no clock and no randomness. Every mistake of a scheduler that the fleet can see by itself throws <see cref="ConformanceException"/>.</remarks>
public sealed class FakeFleet
{
    private static readonly IReadOnlyDictionary<int, string> None = new Dictionary<int, string>(0);
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, FakeNode> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<(string Replica, int Attempt)> _started = [];
    private long _order;

    /// <summary>Raised on every change of a replica, inside the call that made it, also on nodes that cannot be reached.</summary>
    public event Action<ReplicaNotice>? Changed;

    /// <summary>Gets the owner whose replicas are held under their own ids; those of other owners are held under <c>owner/id</c>.</summary>
    /// <value>The default is that of <see cref="SchedulerOptions.Owner"/>.</value>
    public string Owner { get; init; } = "placement";

    /// <summary>Gets the nodes in ordinal order of their ids.</summary>
    public IReadOnlyList<FakeNode> Nodes
    {
        get
        {
            lock (_lock)
            {
                return [.. _nodes.Values];
            }
        }
    }

    /// <summary>Gets how many incarnations were started so far.</summary>
    public int Starts
    {
        get
        {
            lock (_lock)
            {
                return _started.Count;
            }
        }
    }

    /// <summary>Adds a node, or changes what it reports.</summary>
    /// <param name="report">What it reports.</param>
    public void AddNode(NodeReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        lock (_lock)
        {
            if (_nodes.TryGetValue(report.NodeId, out var node))
            {
                node.Report = report;
            }
            else
            {
                _nodes.Add(report.NodeId, new FakeNode(report));
            }
        }
    }

    /// <summary>Gets a node.</summary>
    /// <param name="nodeId">Its id.</param>
    /// <returns>The node.</returns>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public FakeNode Node(string nodeId)
    {
        lock (_lock)
        {
            return Find(nodeId);
        }
    }

    /// <summary>Puts a container on a node that no scheduler started; touching it is a mistake that throws.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="name">Its name.</param>
    public void AddForeign(string nodeId, string name)
    {
        lock (_lock)
        {
            Find(nodeId).Held.Add(name, new FakeContainer(null, name, 0, null, ++_order) { State = ReplicaState.Running });
        }
    }

    /// <summary>Takes away what <see cref="AddForeign"/> put on a node, as somebody else might.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="name">Its name.</param>
    /// <returns>False if it is not there.</returns>
    public bool RemoveForeign(string nodeId, string name)
    {
        lock (_lock)
        {
            var node = Find(nodeId);
            return node.Held.TryGetValue(name, out var there) && there.Identity is null && node.Held.Remove(name);
        }
    }

    /// <summary>Starts an incarnation as a launcher should.</summary>
    /// <param name="request">What to start.</param>
    /// <returns>The answer.</returns>
    public LaunchOutcome Start(LaunchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_lock)
        {
            var node = Find(request.NodeId);
            if (Fenced(node, request.Identity.Owner, request.Generation))
            {
                return new LaunchOutcome { Status = LaunchStatus.Fenced };
            }

            var name = NameOf(request.Identity.Owner, request.Identity.ReplicaId);
            if (node.Held.TryGetValue(name, out var there))
            {
                if (there.Identity is null)
                {
                    throw new ConformanceException($"Replica '{there.Name}' would replace a foreign container of that name on '{request.NodeId}'.");
                }

                if (there.Identity.Attempt > request.Identity.Attempt)
                {
                    return new LaunchOutcome { Status = LaunchStatus.Fenced };
                }

                if (there.Identity.Attempt == request.Identity.Attempt)
                {
                    if (there.State == ReplicaState.Starting)
                    {
                        there.State = ReplicaState.Running;
                        Raise(node, there);
                    }

                    return new LaunchOutcome { Status = there.State == ReplicaState.Exited ? LaunchStatus.Exited : LaunchStatus.Running, Replica = Seen(node, there) };
                }

                node.Held.Remove(there.Name);
            }

            if (!_started.Add((name, request.Identity.Attempt)))
            {
                throw new ConformanceException($"Attempt {request.Identity.Attempt} of '{name}' was started twice.");
            }

            var container = new FakeContainer(request.Identity, name, request.Generation, request.Spec, ++_order) { State = ReplicaState.Running };
            node.Held.Add(container.Name, container);
            Raise(node, container);
            return new LaunchOutcome { Status = LaunchStatus.Running, Replica = Seen(node, container) };
        }
    }

    /// <summary>Does the first half of a start, as a launcher that is cut off between making a container and starting it.</summary>
    internal void StartHalf(LaunchRequest request)
    {
        lock (_lock)
        {
            var node = Find(request.NodeId);
            var name = NameOf(request.Identity.Owner, request.Identity.ReplicaId);
            if (!Fenced(node, request.Identity.Owner, request.Generation) && !node.Held.ContainsKey(name)
                && _started.Add((name, request.Identity.Attempt)))
            {
                node.Held.Add(name, new FakeContainer(request.Identity, name, request.Generation, request.Spec, ++_order) { State = ReplicaState.Starting });
            }
        }
    }

    /// <summary>Stops a replica as a launcher should.</summary>
    /// <param name="request">What to stop.</param>
    /// <returns>The answer.</returns>
    public LaunchOutcome Stop(StopRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_lock)
        {
            var node = Find(request.NodeId);
            if (Fenced(node, request.Owner, request.Generation))
            {
                return new LaunchOutcome { Status = LaunchStatus.Fenced };
            }

            if (node.Held.TryGetValue(NameOf(request.Owner, request.ReplicaId), out var there))
            {
                if (there.Identity?.Owner != request.Owner)
                {
                    throw new ConformanceException($"'{request.Owner}' tried to stop '{there.Name}' on '{request.NodeId}', which is not its own.");
                }

                node.Held.Remove(there.Name);
                there.State = ReplicaState.Gone;
                Raise(node, there);
            }

            return new LaunchOutcome { Status = LaunchStatus.Stopped };
        }
    }

    /// <summary>Lists an owner's replicas on a node and raises its fence, as a launcher should.</summary>
    /// <param name="request">Whose replicas, where.</param>
    /// <returns>The replicas, by id.</returns>
    public IReadOnlyList<ObservedReplica> List(ListRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_lock)
        {
            var node = Find(request.NodeId);
            _ = Fenced(node, request.Owner, request.Generation);
            return [.. node.Held.Values.Where(c => c.Identity?.Owner == request.Owner).Select(c => Seen(node, c))];
        }
    }

    /// <summary>Lets a running replica end by itself.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="name">The name under which it is held: the replica's id.</param>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="reason">Why it ended; by default from the exit code.</param>
    /// <returns>False if no such replica of ours runs there.</returns>
    public bool Exit(string nodeId, string name, int exitCode, ExitReason? reason = null)
    {
        lock (_lock)
        {
            var node = Find(nodeId);
            if (!node.Held.TryGetValue(name, out var container) || container.Identity is null || container.State != ReplicaState.Running)
            {
                return false;
            }

            container.State = ReplicaState.Exited;
            container.ExitCode = exitCode;
            container.ExitReason = reason ?? (exitCode == 0 ? ExitReason.Completed : ExitReason.Failed);
            Raise(node, container);
            return true;
        }
    }

    /// <summary>Cuts a node off: what runs there goes on, but nobody hears of it and no call gets through.</summary>
    /// <param name="nodeId">The node.</param>
    public void Lose(string nodeId)
    {
        lock (_lock)
        {
            Find(nodeId).Reachable = false;
        }
    }

    /// <summary>Ends all containers of a node, as a power cut does; they stay listed as ended, foreign ones start again with the node.</summary>
    /// <param name="nodeId">The node.</param>
    public void PowerOff(string nodeId)
    {
        lock (_lock)
        {
            var node = Find(nodeId);
            node.Reachable = false;
            foreach (var container in node.Held.Values.Where(c => c.Identity is not null && c.State == ReplicaState.Running))
            {
                container.State = ReplicaState.Exited;
                container.ExitReason = ExitReason.Killed;
                Raise(node, container);
            }
        }
    }

    /// <summary>Brings a node back.</summary>
    /// <param name="nodeId">The node.</param>
    public void Return(string nodeId)
    {
        lock (_lock)
        {
            Find(nodeId).Reachable = true;
        }
    }

    internal string NameOf(string owner, string replicaId) => owner == Owner ? replicaId : $"{owner}/{replicaId}";

    private FakeNode Find(string nodeId) =>
        _nodes.TryGetValue(nodeId, out var node) ? node : throw new ArgumentException($"There is no node '{nodeId}'.", nameof(nodeId));

    private static bool Fenced(FakeNode node, string owner, long generation)
    {
        var highest = node.Fence.GetValueOrDefault(owner);
        node.Fence[owner] = Math.Max(highest, generation);
        return generation < highest;
    }

    private void Raise(FakeNode node, FakeContainer container) => Changed?.Invoke(ReplicaNotice.Of(Seen(node, container)));

    private static Dictionary<int, string> Endpoints(FakeNode node, ServiceSpec spec) => spec.Ports.ToDictionary(p => p, p => $"{node.Report.NodeId}:{p}");

    private static ObservedReplica Seen(FakeNode node, FakeContainer container) => new()
    {
        NodeId = node.Report.NodeId,
        Identity = container.Identity!,
        Generation = container.Generation,
        State = container.State,
        ExitCode = container.ExitCode,
        ExitReason = container.ExitReason,
        Endpoints = container.Spec!.Ports.Count == 0 ? None : Endpoints(node, container.Spec),
    };
}
