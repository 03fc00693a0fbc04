using System.Globalization;
using Placement.Scheduling.Optimising;

namespace Placement.Scheduling.Core;

/// <summary>Packs the fleet in the background: asks for a plan outside the core, then makes its moves a few at a time, and gives up whenever there is other work.</summary>
/// <remarks>A move is a mark on the replica, written before anything acts: another takes its place on the named node and runs before it is stopped. The plan itself is not
/// kept over a change of leader. Whatever plan comes, each move is judged by the index once more, so a bad or late one can do no harm.</remarks>
internal sealed partial class SchedulerCore
{
    private static readonly OptimiserOptions OnDemand = new();
    private readonly Queue<PlannedMove> _moves = new();
    private readonly List<ReplicaEntry> _moving = [];
    private object? _round;
    private long _lastRequest = long.MinValue / 2;
    private bool _movesDue;

    private OptimiserOptions Optimising => _options.Optimiser ?? OnDemand;

    /// <summary>Whether there is nothing to do but packing.</summary>
    private bool Calm => !_paused && _pending.Count == 0
        && !_services.Values.Any(s => s.Stopping || s.Rollout == RolloutState.InProgress)
        && !_nodes.Values.Any(n => (n.Draining && n.Replicas.Count > 0) || (n.Alive && !n.Listed));

    public void Rebalance(CoreTime time, long request) => Answer(
        time,
        request,
        () =>
        {
            if (!Calm)
            {
                return Conflict(_paused ? "decisions are paused" : "replicas are pending, rolled out or drained: new work goes first; ask again later");
            }

            AskForPlan();
            return Accepted();
        },
        yields: false);

    /// <summary>Takes over a plan; null if none could be made.</summary>
    public void Optimised(CoreTime time, long call, PackingPlan? plan)
    {
        if (!Begin(time))
        {
            return;
        }

        if (_calls.Remove(call, out var round) && round == _round)
        {
            _round = null;
            if (plan is { Moves.Count: > 0 })
            {
                Tell(SchedulerEventKind.Rebalancing, detail: string.Create(CultureInfo.InvariantCulture, $"{plan.Moves.Count} moves free {plan.NodesFreed} nodes"));
                foreach (var move in plan.Moves)
                {
                    _moves.Enqueue(move);
                }

                _movesDue = true;
            }
        }

        End();
    }

    private void OnOptimiseDue()
    {
        At(_now + Optimising.Interval.Ticks, TimerKind.Optimise);
        if (Calm && _now - _lastRequest >= Optimising.QuietTime.Ticks)
        {
            AskForPlan();
        }
    }

    private void AskForPlan()
    {
        if (_round is not null || _moves.Count > 0 || _moving.Count > 0)
        {
            return; // one round at a time
        }

        _round = new object();
        var nodes = _nodes.Values.Where(n => n is { Index: >= 0, Alive: true }).OrderBy(n => n.Id, StringComparer.Ordinal).ToArray();
        var services = ServicesByName().Select(s => new PackingService(
            s.Wanted,
            [.. s.Replicas.Where(r => r is { Reserved: not null, Node: { Index: >= 0, Alive: true } })
                .Select(r => new PackingReplica(r.Id, r.Node!.Id, r.Reserved!.Value.CpuMillicores, r.Reserved.Value.MemoryBytes, Movable(r)))]));
        Act(new OptimiseCall(NextCall(_round), new PackingRequest([.. nodes.Select(n => new PackingNode(_index.Report(n.Index), _index.IsOpen(n.Index)))], [.. services])));
    }

    private static bool Movable(ReplicaEntry replica) =>
        replica is { Good: true, Available: true, Removed: false } && replica.Service.Wanted.Rollout.MaxSurge > 0;

    /// <summary>Forgets a plan that was asked for and moves not yet begun: something more important came in.</summary>
    private void Yield()
    {
        _lastRequest = _now;
        _round = null;
        _moves.Clear();
    }

    /// <summary>Begins the next moves, in order, as far as the budget allows and there is room.</summary>
    private void MoveOn()
    {
        _movesDue = false;
        _moving.RemoveAll(r => r.Removed || !r.Replace);
        if (!Calm)
        {
            _moves.Clear();
        }

        while (_moving.Count < Optimising.MaxMoving && _moves.TryPeek(out var move))
        {
            if (!_replicas.TryGetValue(move.ReplicaId, out var replica) || !Movable(replica) || replica.Node!.Id == move.NodeId
                || !_nodes.TryGetValue(move.NodeId, out var node) || node.Index < 0)
            {
                _moves.Dequeue();
                continue;
            }

            if (_moving.Exists(r => r.Service == replica.Service))
            {
                return; // goes on when that one is done
            }

            replica.Replace = true;
            replica.Service.DomainsStale = true;
            if (!Fits(replica, node))
            {
                replica.Replace = false;
                replica.Service.DomainsStale = true;
                if (_moving.Count > 0)
                {
                    return; // another move may make the room
                }

                _moves.Clear(); // the world is not as the plan thought
                return;
            }

            _moves.Dequeue();
            replica.MoveTo = node.Id;
            _moving.Add(replica);
            Write(replica);
            Touch(replica.Service);
            return; // its replacement takes the room before the next move is judged; settling comes back here
        }
    }

    private bool Fits(ReplicaEntry replica, NodeEntry node)
    {
        var service = replica.Service;
        var rules = service.Rules(service.TargetRevision, _index);
        CountDomains(service, rules);
        return _index.Refusal(node.Index, rules, service.Occupancy, service.WantedReplicas, _now) is null;
    }

    /// <summary>The replica that a new one shall replace, and where, if it is for a move.</summary>
    private static ReplicaEntry? MovedBy(ReplicaEntry fresh)
    {
        foreach (var old in fresh.Service.Replicas)
        {
            if (old is { Replace: true, MoveTo: not null, Leaving: false } && !HasReplacement(old))
            {
                return old;
            }
        }

        return null;
    }

    private static bool HasReplacement(ReplicaEntry old) =>
        old.Service.Replicas.Exists(other => other.Good && other.Serial > old.Serial && other.Node?.Id == old.MoveTo);

    /// <summary>Leaves a replica where it is after all; its replacement, if there is one, is then one too many and goes.</summary>
    private void CancelMove(ReplicaEntry old)
    {
        old.Replace = false;
        old.MoveTo = null;
        old.Service.DomainsStale = true;
        Write(old);
        Touch(old.Service);
        Yield();
    }

    /// <summary>A replacement that fails is no reason to stop what works.</summary>
    private void CancelMoveOf(ReplicaEntry failed)
    {
        if (failed.Good && failed.Service.Replicas.Find(old => old is { Replace: true, Leaving: false } && old.MoveTo == failed.Node?.Id && old.Serial < failed.Serial) is { } old)
        {
            CancelMove(old);
        }
    }
}
