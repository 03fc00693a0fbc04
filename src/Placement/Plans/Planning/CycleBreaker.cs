using Placement.Problems;

namespace Placement.Plans;

/// <summary>Finds a way on where no pending step is safe: a held copy, a stop first where permitted, or a hop through another node, the least extra cost first.</summary>
internal sealed class CycleBreaker(WaveRun run, Func<int, bool> mayDetour)
{
    private const int MostBlocked = 256;
    private const int MostHops = 2;

    private readonly PlacementProblem _problem = run.Problem;
    private readonly MoveState _state = run.State;

    /// <summary>Begins at least one step in the empty wave, or returns false.</summary>
    public bool Break()
    {
        var blocked = run.Pending.Take(MostBlocked).Select(p => (Replica: p, Step: run.Next(p))).Select(x => (x.Replica, x.Step, Block: _state.Test(x.Step))).ToList();
        return Hold(blocked) || StopFirst(blocked) || Approach(blocked) || Hop(blocked, settled: false) || Hop(blocked, settled: true);
    }

    /// <summary>Chooses the move to give up: one whose staying costs the others no room, if there is one; then the largest.</summary>
    public (int Replica, string Why) ChooseDrop()
    {
        var candidates = run.Pending.Take(MostBlocked).ToList();
        var drop = candidates.OrderBy(StaysInTheWay).ThenByDescending(p => _state.Transfer[p]).ThenBy(p => p).First();
        var step = run.Next(drop);
        var block = _state.Test(step);
        var missing = block.Kind == BlockKind.Capacity ? _state.Lacking(drop, block.Node, block.Dimension) : 0;
        var leavers = block.Node < 0 ? [] : (run.PendingOnNode[block.Node] ?? []).Where(p => p != drop).Take(5).ToList();
        var waits = leavers.Count == 0 ? "" : $"; replicas {string.Join(", ", leavers)} on node {block.Node} wait to leave in turn, and no other node can take one of them meanwhile";
        return (drop, $"{char.ToUpperInvariant(block.Describe(missing)[0])}{block.Describe(missing)[1..]}{waits}.");
    }

    /// <summary>Whether what is still to come to the replica's node does not fit when the replica stays.</summary>
    private bool StaysInTheWay(int p)
    {
        var node = _problem.Origin(p);
        if (node < 0)
        {
            return false;
        }

        var leaving = new long[_problem.DimensionCount];
        foreach (var other in run.PendingOnNode[node] ?? [])
        {
            for (var d = 0; d < leaving.Length && other != p; d++)
            {
                leaving[d] += _problem.IsTransient(d) ? 0 : _problem.Demand(other)[d];
            }
        }

        for (var d = 0; d < leaving.Length; d++)
        {
            var i = (node * leaving.Length) + d;
            if (_state.Charged[i] + run.Inbound[i] - leaving[d] > _problem.CapacityTable[i])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Starts the new copy and keeps the old one, for a replica that others depend on, or that its workload's spread needs.</summary>
    private bool Hold(List<(int Replica, MigrationStep Step, Block Block)> blocked)
    {
        foreach (var (p, step, block) in blocked)
        {
            if (block.Kind is BlockKind.Spread or BlockKind.DependencyNeeded && step.Kind == StepKind.Move)
            {
                var start = new MigrationStep(StepKind.Start, p, -1, step.To, StepReason.HoldsCopy);
                if (MayDetour(p) && _state.Test(start).IsFree)
                {
                    run.Detour(start);
                    return true;
                }
            }
        }

        return false;
    }

    private bool StopFirst(List<(int Replica, MigrationStep Step, Block Block)> blocked)
    {
        foreach (var (p, step, block) in blocked.Where(b => b.Step.To >= 0))
        {
            foreach (var leaver in InTheWay(p, step, block, settled: false).OrderBy(x => _state.Transfer[x]).ThenBy(x => x))
            {
                if (_problem.Workload(leaver) is var w && _state.Limits.StopsFirst(w) && run.Goal[leaver] >= 0)
                {
                    var stop = new MigrationStep(StepKind.Stop, leaver, _state.Node(leaver), -1, StepReason.StopFirst);
                    if (MayDetour(leaver) && _state.Test(stop).IsFree)
                    {
                        run.Detour(stop);
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>
    /// Where a replica may not leave a domain before another one of its workload is there, and that one cannot reach its node yet (often because
    /// the first is on it), the second goes to another node for the time being: of the same domain, or for a spread of any domain without a copy.
    /// </summary>
    private bool Approach(List<(int Replica, MigrationStep Step, Block Block)> blocked)
    {
        foreach (var (p, step, block) in blocked.Where(b => b.Block.Kind is BlockKind.Spread or BlockKind.DependencyNeeded && b.Block.Level >= 0))
        {
            var workload = _problem.Workload(p);
            var domain = _problem.Domain(block.Level, step.From);
            var counter = _state.Rules.CountersOf(workload).First(c => c.Level == block.Level);
            bool Helps(int node) => _problem.Domain(block.Level, node) is >= 0 and var other && (other == domain || (block.Kind == BlockKind.Spread && counter.Sure(other) == 0));
            foreach (var q in _problem.Replicas(workload).ToArray().Where(q => q != p && CanApproach(q) && (block.Kind == BlockKind.Spread || _problem.Domain(block.Level, run.Goal[q]) == domain)).OrderBy(q => _state.Transfer[q]).ThenBy(q => q))
            {
                if ((Shelter(q, run.Goal[q], Helps) ?? Shelter(q, run.Goal[q], Helps, StepKind.Start)) is { } hop)
                {
                    run.Detour(hop);
                    return true;
                }

                if (MakeRoom(q, run.Goal[q], Helps) is { } way)
                {
                    run.Return(way.Replica, q);
                    run.Detour(way);
                    return true;
                }
            }
        }

        return false;

        bool CanApproach(int q) => run.IsPending(q) && _state.Node(q) >= 0 && _state.SecondNode(q) < 0 && run.Goal[q] >= 0 && MayDetour(q);
    }

    /// <summary>Returns a hop of one settled replica that lets another one onto a node for the time being, the least to transfer first.</summary>
    private MigrationStep? MakeRoom(int replica, int not, Func<int, bool> suits)
    {
        var home = _state.Node(replica);
        var leavers =
            from node in Enumerable.Range(0, _problem.NodeCount)
            where node != home && node != not && suits(node) && _state.Test(new(StepKind.Move, replica, home, node, StepReason.BreaksCycle)).Kind == BlockKind.Capacity
            from leaver in run.ReplicasOnNode[node]
            where !run.IsPending(leaver) && MayDetour(leaver) && FitsWithout(replica, node, [leaver])
            orderby _state.Transfer[leaver], leaver
            select (leaver, node);
        foreach (var (leaver, node) in leavers.Take(32))
        {
            if (Shelter(leaver, node) is { } hop)
            {
                return hop;
            }
        }

        return null;
    }

    /// <summary>Moves what is in the way of a blocked replica to other nodes for the time being: the least to transfer first, nodes with room to spare first.</summary>
    private bool Hop(List<(int Replica, MigrationStep Step, Block Block)> blocked, bool settled)
    {
        (long Cost, int Blocked, List<MigrationStep> Hops)? best = null;
        foreach (var (p, step, block) in blocked.Where(b => b.Step.To >= 0))
        {
            var inTheWay = InTheWay(p, step, block, settled).Where(x => MayDetour(x)).ToList();
            foreach (var one in inTheWay.Where(x => block.Kind != BlockKind.Capacity || FitsWithout(p, step.To, [x])).OrderBy(x => _state.Transfer[x]).ThenBy(x => x).Take(8))
            {
                if (best is { } b && b.Cost <= _state.Transfer[one])
                {
                    break;
                }

                if (Shelter(one, step.To) is { } hop)
                {
                    best = (_state.Transfer[one], p, [hop]);
                    break;
                }
            }

            if (best is null && block.Kind == BlockKind.Capacity && Several(p, step.To, inTheWay) is { } several)
            {
                best = (several.Sum(h => _state.Transfer[h.Replica]), p, several);
            }
        }

        if (best is null)
        {
            return false;
        }

        var begun = false;
        foreach (var hop in best.Value.Hops)
        {
            if (_state.Test(hop).IsFree)
            {
                if (!run.IsPending(hop.Replica))
                {
                    run.Return(hop.Replica, best.Value.Blocked);
                }

                run.Detour(hop);
                begun = true;
            }
        }

        return begun;
    }

    /// <summary>Returns hops of several replicas that together make room, largest first; or null.</summary>
    private List<MigrationStep>? Several(int p, int node, List<int> inTheWay)
    {
        var chosen = new List<int>();
        var hops = new List<MigrationStep>();
        foreach (var x in inTheWay.OrderByDescending(x => _state.Transfer[x]).ThenBy(x => x).Take(16))
        {
            if (Shelter(x, node) is { } hop)
            {
                chosen.Add(x);
                hops.Add(hop);
                if (FitsWithout(p, node, chosen))
                {
                    return hops;
                }
            }
        }

        return null;
    }

    private bool FitsWithout(int p, int node, List<int> gone)
    {
        for (var d = 0; d < _problem.DimensionCount; d++)
        {
            var freed = _problem.IsTransient(d) ? 0 : gone.Sum(x => _problem.Demand(x)[d]);
            if (_state.Lacking(p, node, d) > freed)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the replicas whose going might let a blocked step begin: on the node that lacks room, or of the workload that is in the way.</summary>
    private IEnumerable<int> InTheWay(int p, MigrationStep step, Block block, bool settled)
    {
        IEnumerable<int> On(int node) => settled ? run.ReplicasOnNode[node].Where(x => !run.IsPending(x)) : run.PendingOnNode[node] ?? [];
        return (block.Kind switch
        {
            BlockKind.Capacity => On(step.To),
            BlockKind.CoLocation => On(step.To).Where(x => _problem.Workload(x) == block.Other),
            BlockKind.DomainLimit => _problem.Replicas(block.Other).ToArray().Where(x =>
                run.IsPending(x) != settled && _state.Node(x) >= 0 && _problem.Domain(block.Level, _state.Node(x)) == _problem.Domain(block.Level, step.To)),
            _ => [],
        }).Where(x => x != p && _state.Node(x) >= 0 && _state.SecondNode(x) < 0);
    }

    /// <summary>Finds a node to put a replica on for the time being; one where it hinders nothing that is still to come, if there is one.</summary>
    private MigrationStep? Shelter(int replica, int not, Func<int, bool>? suits = null, StepKind kind = StepKind.Move)
    {
        var from = _state.Node(replica);
        (long Room, MigrationStep Step)? best = null;
        for (var node = 0; node < _problem.NodeCount; node++)
        {
            var step = new MigrationStep(kind, replica, kind == StepKind.Start ? -1 : from, node, StepReason.BreaksCycle);
            if (node == from || node == not || suits?.Invoke(node) == false || !Reserves(replica, node, out var room) || (best is { } b && b.Room >= room) || !_state.Test(step).IsFree)
            {
                continue;
            }

            best = (room, step);
        }

        return best?.Step;
    }

    /// <summary>Whether a transient resource stays sufficient for what is still to come, and the room left then in the tightest dimension, in per mille; negative when arrivals would have to wait.</summary>
    private bool Reserves(int replica, int node, out long room)
    {
        room = long.MaxValue;
        var demand = _problem.Demand(replica);
        for (var d = 0; d < demand.Length; d++)
        {
            var i = (node * demand.Length) + d;
            if (demand[d] == 0)
            {
                continue;
            }

            var left = _problem.CapacityTable[i] - _state.Charged[i] - run.Inbound[i] - demand[d];
            if (left < 0 && _problem.IsTransient(d))
            {
                return false;
            }

            room = Math.Min(room, (long)((Int128)left * 1000 / Math.Max(1, _problem.CapacityTable[i])));
        }

        return true;
    }

    private bool MayDetour(int replica) => mayDetour(replica) && run.Detours.GetValueOrDefault(replica) < MostHops;
}
