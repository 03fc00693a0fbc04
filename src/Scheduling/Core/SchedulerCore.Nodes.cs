namespace Placement.Scheduling.Core;

/// <summary>Nodes: seen, silent, lost, back, gone; and what is found running on them.</summary>
internal sealed partial class SchedulerCore
{
    private readonly SortedDictionary<string, string> _silences = new(StringComparer.Ordinal); // why nodes do not answer, also those never seen
    private long _awakeSince;

    /// <summary>Takes over a sign of life, or why there is none.</summary>
    public void NodeReported(CoreTime time, NodeReport report)
    {
        if (!Begin(time))
        {
            return;
        }

        if (report.Silence is { } reason)
        {
            NoteSilence(report.NodeId, reason);
        }
        else
        {
            _silences.Remove(report.NodeId);
            if (report.Removed)
            {
                RemoveNode(report.NodeId);
            }
            else
            {
                SeeNode(report);
            }
        }

        End();
    }

    private void NoteSilence(string nodeId, string reason)
    {
        if (_silences.GetValueOrDefault(nodeId) != reason)
        {
            _silences[nodeId] = reason;
            Tell(SchedulerEventKind.NodeSilent, node: nodeId, detail: reason);
        }
    }

    private void SeeNode(NodeReport report)
    {
        if (!_nodes.TryGetValue(report.NodeId, out var node))
        {
            node = new NodeEntry(report.NodeId);
            _nodes.Add(report.NodeId, node);
        }

        node.LastSeen = _now;
        if (node.Index < 0)
        {
            EnterIndex(node, report);
            Tell(SchedulerEventKind.NodeJoined, node: node.Id);
        }
        else if (!SameReport(_index.Report(node.Index), report))
        {
            _index.AddOrUpdate(report);
            Tell(SchedulerEventKind.NodeChanged, node: node.Id);
            _retryPending = true;
            foreach (var replica in node.Replicas.Values)
            {
                replica.Service.DomainsStale = true;
                Advance(replica);
            }
        }

        if (!node.Alive)
        {
            if (node.Listed)
            {
                Tell(SchedulerEventKind.NodeReturned, node: node.Id);
            }

            node.Alive = true;
            node.Listed = false;
            OpenOrClose(node);
            AskList(node);
        }

        if (!node.DeadlineSet)
        {
            node.DeadlineSet = true;
            At(_now + _options.NodeTimeout.Ticks, TimerKind.NodeDeadline, node);
        }
    }

    private void EnterIndex(NodeEntry node, NodeReport report)
    {
        node.Index = _index.AddOrUpdate(report);
        foreach (var replica in node.Replicas.Values)
        {
            Occupy(replica);
        }
    }

    /// <summary>After the scheduler itself was away (paused, suspended, clock jump), silence says nothing about the nodes: they get a full timeout again.</summary>
    private void NoticeBlindness(long ticks)
    {
        if (ticks - _now > _options.NodeTimeout.Ticks / 2)
        {
            _awakeSince = ticks;
        }
    }

    private void OnNodeDeadline(NodeEntry node)
    {
        node.DeadlineSet = false;
        if (!_nodes.TryGetValue(node.Id, out var current) || current != node || (node.Index >= 0 && !node.Alive))
        {
            return;
        }

        var due = Math.Max(node.LastSeen, _awakeSince) + _options.NodeTimeout.Ticks;
        if (_now < due)
        {
            node.DeadlineSet = true;
            At(due, TimerKind.NodeDeadline, node);
            return;
        }

        Tell(SchedulerEventKind.NodeLost, node: node.Id);
        node.Alive = false;
        Evacuate(node, "node lost");
        if (node.Index >= 0)
        {
            node.Listed = true; // so that its return is told as one
            OpenOrClose(node);
        }
        else if (!node.HasRecord)
        {
            _nodes.Remove(node.Id);
        }
    }

    private void RemoveNode(string nodeId)
    {
        if (!_nodes.TryGetValue(nodeId, out var node))
        {
            return;
        }

        node.Alive = false;
        Evacuate(node, "node removed");
        if (node.Index >= 0)
        {
            _index.Remove(node.Index);
        }

        if (node.HasRecord)
        {
            node.Cordoned = node.Draining = false;
            Write(node);
        }

        _nodes.Remove(nodeId);
        Tell(SchedulerEventKind.NodeRemoved, node: nodeId);
    }

    /// <summary>Forgets what was placed on a node that is lost or gone; if it returns, what still runs there is found as stale and stopped.</summary>
    private void Evacuate(NodeEntry node, string why)
    {
        node.Stale.Clear();
        node.ListCall = 0;
        foreach (var replica in node.Replicas.Values.ToArray())
        {
            if (!replica.Leaving && !replica.Ended)
            {
                Tell(SchedulerEventKind.ReplicaLost, replica, why);
            }

            if (replica.Ended)
            {
                Vacate(replica);
                node.Replicas.Remove(replica.Serial);
                replica.Node = null;
                Write(replica);
                Touch(replica.Service); // a rollout may have waited for word of it
            }
            else
            {
                Remove(replica);
            }
        }
    }

    private void OpenOrClose(NodeEntry node)
    {
        if (node.Index < 0)
        {
            return;
        }

        var code = !node.Alive ? PendingCodes.NodeLost
            : !node.Listed || node.Stale.Count > 0 ? PendingCodes.NodeUnlisted
            : node.Cordoned ? PendingCodes.Cordoned
            : node.Overloaded ? PendingCodes.Overloaded
            : null;
        _index.SetClosed(node.Index, code);
        _retryPending |= code is null;
    }

    private void AskList(NodeEntry node)
    {
        if (node.ListCall != 0)
        {
            node.ListAgain = true;
            return;
        }

        node.ListAgain = false;
        node.ListAskedAt = _step;
        node.ListCall = NextCall(node);
        Act(new ListCall(node.ListCall, new ListRequest { NodeId = node.Id, Owner = _options.Owner, Generation = Generation }));
    }

    /// <summary>Has every living node listed, because notices may have been missed.</summary>
    public void ListAll(CoreTime time)
    {
        if (!Begin(time))
        {
            return;
        }

        foreach (var node in _nodes.Values.Where(n => n.Alive).OrderBy(n => n.Id, StringComparer.Ordinal))
        {
            AskList(node);
        }

        End();
    }

    private void OnListDue(NodeEntry node, long stamp)
    {
        if (node.Alive && node.ListDue == stamp)
        {
            AskList(node);
        }
    }

    /// <summary>Takes over what runs on a node; null if the launcher could not say.</summary>
    public void ListCompleted(CoreTime time, long call, IReadOnlyList<ObservedReplica>? found)
    {
        if (!Begin(time))
        {
            return;
        }

        if (_calls.Remove(call, out var target) && target is NodeEntry node && node.ListCall == call)
        {
            node.ListCall = 0;
            if (node.Alive)
            {
                if (found is not null)
                {
                    TakeOver(node, found);
                }

                ScheduleList(node, found is null ? _options.RetryDelay : _options.ResyncInterval);
                if (node.ListAgain)
                {
                    AskList(node);
                }
            }
        }

        End();
    }

    private void ScheduleList(NodeEntry node, TimeSpan delay)
    {
        node.ListDue = _now + delay.Ticks;
        At(node.ListDue, TimerKind.List, node, node.ListDue);
    }

    private void TakeOver(NodeEntry node, IReadOnlyList<ObservedReplica> found)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var observed in found)
        {
            if (observed.Identity.Owner == _options.Owner && observed.State != ReplicaState.Gone)
            {
                seen.Add(observed.Identity.ReplicaId);
                Observe(node, observed);
            }
        }

        var first = !node.Listed;
        node.Listed = true;
        foreach (var replica in node.Replicas.Values.ToArray())
        {
            if (!seen.Contains(replica.Id) && !replica.Removed)
            {
                Miss(replica, node, first);
            }

            if (first)
            {
                Touch(replica.Service); // what nobody knew about it before, a rollout may wait for
            }

            Advance(replica);
        }

        OpenOrClose(node);
    }

    /// <summary>A replica that should be on a node is not in its list.</summary>
    private void Miss(ReplicaEntry replica, NodeEntry node, bool first)
    {
        if (first || replica.Call != 0 || replica.Touched >= node.ListAskedAt)
        {
            return;
        }

        if (replica.Phase == ReplicaPhase.Running || (replica.Phase == ReplicaPhase.Starting && replica.Accepted))
        {
            OnEnded(replica, ExitReason.Unknown, null, "it is no longer there");
        }
    }

    /// <summary>Takes over a notice of the launcher.</summary>
    public void Noticed(CoreTime time, ReplicaNotice notice)
    {
        if (!Begin(time))
        {
            return;
        }

        if (_nodes.TryGetValue(notice.NodeId, out var node) && node.Alive)
        {
            if (notice.Replica is null)
            {
                AskList(node);
            }
            else if (notice.Replica.Identity.Owner == _options.Owner && !Dropped(notice.Replica))
            {
                Observe(node, notice.Replica);
            }
        }

        End();
    }

    private int _notices;

    private bool Dropped(ObservedReplica observed) =>
        _faults.HasFlag(CoreFaults.LostEvent) && observed.State == ReplicaState.Exited && ++_notices % 3 == 0;

    /// <summary>Takes over what was seen of one incarnation; late, repeated and stale news change nothing.</summary>
    private void Observe(NodeEntry node, ObservedReplica observed)
    {
        var id = observed.Identity.ReplicaId;
        if (!_replicas.TryGetValue(id, out var replica) || replica.Node != node)
        {
            if (observed.State != ReplicaState.Gone)
            {
                FindStale(node, id, observed.Identity.Service, $"{observed.State} attempt {observed.Identity.Attempt}");
            }

            return;
        }

        if (observed.Identity.Attempt != replica.Attempt)
        {
            return;
        }

        // One that is only "starting" proves nothing: an order that a crash cut short looks so, and is repeated unless the launcher accepted it from us.
        switch (observed.State)
        {
            case ReplicaState.Running when replica.Phase == ReplicaPhase.Starting:
                OnRunning(replica, observed);
                break;
            case ReplicaState.Exited when replica.Phase is ReplicaPhase.Starting or ReplicaPhase.Running:
                OnEnded(replica, observed.ExitReason, observed.ExitCode, null);
                break;
            case ReplicaState.Gone when replica.Phase == ReplicaPhase.Running:
                OnEnded(replica, ExitReason.Unknown, null, "it was removed");
                break;
        }
    }

    private void FindStale(NodeEntry node, string id, string service, string seen)
    {
        if (!node.Stale.ContainsKey(id))
        {
            Tell(SchedulerEventKind.StaleReplicaFound, service, id, node.Id, seen);
            var grace = _services.TryGetValue(service, out var known) && known.Specs.Count > 0 ? known.Wanted.StopGrace : TimeSpan.FromSeconds(10);
            var stale = new StaleReplica(node, id, grace);
            node.Stale.Add(id, stale);
            OpenOrClose(node);
            Advance(stale);
        }
    }

    private static bool SameReport(NodeReport left, NodeReport right) =>
        ReferenceEquals(left, right)
        || (left.CpuMillicores == right.CpuMillicores && left.MemoryBytes == right.MemoryBytes
            && left.Labels.Count == right.Labels.Count && left.Labels.All(p => right.Labels.TryGetValue(p.Key, out var value) && value == p.Value)
            && left.Taints.SequenceEqual(right.Taints));
}
