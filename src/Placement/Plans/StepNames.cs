using Placement.Model;
using Placement.Problems;

namespace Placement.Plans;

/// <summary>Writes dense steps by names, with preconditions, undo and reasons.</summary>
internal sealed class StepNames
{
    private readonly ClusterModel _model;
    private readonly PlacementProblem _problem;
    private readonly MigrationPlan _plan;
    private readonly string[] _replicas;
    private readonly long[] _transfer;
    private readonly HashSet<int> _freed;
    private readonly Dictionary<int, List<int>> _copies = [];

    public StepNames(ClusterModel model, PlacementProblem problem, MigrationPlan plan, MigrationLimits limits, string[] replicas)
    {
        (_model, _problem, _plan, _replicas) = (model, problem, plan, replicas);
        _transfer = MoveState.Transfers(problem, limits);
        _freed = [.. PlanComposer.Freed(plan).Select(f => f.Node)];
    }

    /// <summary>Describes the next step; steps are described in the order in which they are made.</summary>
    public PlanStep Describe(MigrationStep step, int id, long share, long cost)
    {
        var (from, to) = (Node(step.From), Node(step.To));
        var conditions = new List<StepPrecondition>();
        var copies = Copies(step.Replica);
        if (step.Kind == StepKind.Start)
        {
            // A copy beside one that runs rests on it, as a move does.
            conditions.AddRange(copies.Select(node => new StepPrecondition { Kind = PreconditionKind.RunsOn, Node = _model.Nodes[node].Id }));
        }

        copies.Remove(step.From);
        if (step.To >= 0)
        {
            copies.Add(step.To);
        }

        if (from is not null)
        {
            conditions.Add(new() { Kind = PreconditionKind.RunsOn, Node = from });
        }

        if (to is not null)
        {
            conditions.Add(new() { Kind = PreconditionKind.NotOn, Node = to });
            conditions.Add(new() { Kind = PreconditionKind.AcceptsReplicas, Node = to });
            conditions.AddRange(_model.Resources.Select((r, i) => (r.Name, Amount: Demand(step.Replica, i))).Where(r => r.Amount > 0)
                .Select(r => new StepPrecondition { Kind = PreconditionKind.Room, Node = to, Resource = r.Name, Amount = r.Amount }));
        }

        return new PlanStep
        {
            Id = id,
            Kind = step.Kind,
            Replica = _replicas[step.Replica],
            From = from,
            To = to,
            Reason = step.Reason,
            Why = Why(step),
            Transferred = step.Kind == StepKind.Stop ? 0 : _transfer[step.Replica],
            SavingMicroDollarsPerHour = share,
            CostMicroDollars = cost,
            PaybackHours = PlanComposer.Payback(cost, share),
            Preconditions = conditions,
            Undo = new StepUndo
            {
                Kind = step.Kind switch { StepKind.Start => StepKind.Stop, StepKind.Stop => StepKind.Start, _ => StepKind.Move },
                From = to,
                To = from,
            },
        };
    }

    private List<int> Copies(int replica)
    {
        if (!_copies.TryGetValue(replica, out var nodes))
        {
            var origin = _problem.Origin(replica);
            _copies[replica] = nodes = origin >= 0 ? [origin] : [];
        }

        return nodes;
    }

    private string? Node(int node) => node < 0 ? null : _model.Nodes[node].Id;

    private long Demand(int replica, int resource)
    {
        var most = 0L;
        foreach (var amount in _problem.Demand(replica).Slice(resource * _problem.SlotCount, _problem.SlotCount))
        {
            most = Math.Max(most, amount);
        }

        return most;
    }

    private string Why(MigrationStep step) => step.Reason switch
    {
        StepReason.BreaksCycle when step.Kind == StepKind.Start => $"runs on {Node(step.To)} for the time being, so that another of its workload may leave",
        StepReason.BreaksCycle when step.To == _problem.Origin(step.Replica) => $"returns to {Node(step.To)} after making room",
        StepReason.BreaksCycle => $"makes room on {Node(step.From)} for a move that would have no safe order otherwise",
        StepReason.StopFirst when step.Kind == StepKind.Stop => $"stops first, as its workload permits, to make room on {Node(step.From)}",
        StepReason.StopFirst => $"starts again on {Node(step.To)}",
        StepReason.HoldsCopy when step.Kind == StepKind.Start => $"runs on {Node(step.To)} early, because others depend on it or its spread needs it",
        StepReason.HoldsCopy => $"leaves {Node(step.From)} now that nothing there needs it",
        _ when step.Kind == StepKind.Start => "had no node",
        _ when step.Kind == StepKind.Stop => "has no node in the target",
        _ when _freed.Contains(_plan.Start[step.Replica]) => $"frees {Node(_plan.Start[step.Replica])}",
        _ => $"is better on {Node(step.To)} by the cost of the fleet",
    };
}
