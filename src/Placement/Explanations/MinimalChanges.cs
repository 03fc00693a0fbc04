using Placement.Model;
using Placement.Problems;

namespace Placement.Explanations;

/// <summary>The smallest sets of changes that let a replica fit where it does not.</summary>
/// <remarks>
/// Each sufficient set is made minimal by the deletion filter (Chinneck and Dravnieks 1991, doi 10.1287/ijoc.3.2.157): an element is dropped for good when the
/// rest still suffices. Moving away is tried for one replica and for two; more is a new plan, not an explanation.
/// </remarks>
internal sealed class MinimalChanges(ExplainedPlan plan, ExplainOptions options, CancellationToken cancellationToken)
{
    /// <summary>Nodes that are looked at closely: those that lack least.</summary>
    private const int MostNodes = 24;

    private const int MostMovers = 24;

    private readonly Workload _workload = plan.Model.Workloads[plan.Problem.Workload(plan.Replica)];

    /// <summary>The sets, those that give up the fewest rules first, then the cheapest, then the shortest.</summary>
    public IReadOnlyList<FitChangeSet> Find(IReadOnlyList<(int Node, IReadOnlyList<Violation> Caused)> refused)
    {
        var candidates = new ChangeCandidates(plan, _workload);
        var free = Free();
        var sets = new List<FitChangeSet>();
        foreach (var (node, caused) in refused.OrderBy(r => r.Caused.Count).ThenBy(r => r.Caused.Sum(Size)).ThenBy(r => r.Node).Take(MostNodes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (candidates.ToModel(node, caused) is { } changes && Minimal(node, changes) is { } minimal)
            {
                sets.Add(minimal);
            }

            if (caused.All(v => v.Node == node && v.Code is ReasonCode.Capacity or ReasonCode.CoLocation or ReasonCode.DomainLimit))
            {
                sets.AddRange(ByMoving(node, [.. candidates.Moves(node, free).Take(MostMovers)]));
            }
        }

        if (plan.Planned < 0)
        {
            sets.AddRange(candidates.NewNodes().Select(change => Minimal(plan.Problem.NodeCount, [change])).OfType<FitChangeSet>().Take(1));
        }

        return [.. sets
            .OrderBy(s => s.Changes.Count(c => c.Kind == FitChangeKind.LiftRule))
            .ThenBy(s => s.PriceMicroDollarsPerHour)
            .ThenBy(s => s.Changes.Count)
            .Take(options.MostSets)];
    }

    private IEnumerable<FitChangeSet> ByMoving(int node, IReadOnlyList<FitChange> movers)
    {
        var single = movers.Select(m => Minimal(node, [m])).OfType<FitChangeSet>().ToList();
        if (single.Count > 0)
        {
            return [single.MinBy(s => s.PriceMicroDollarsPerHour)!];
        }

        var pairs = from i in Enumerable.Range(0, movers.Count) from j in Enumerable.Range(0, i) select Minimal(node, [movers[j], movers[i]]);
        return pairs.OfType<FitChangeSet>().Take(1);
    }

    /// <summary>The set without what it does not need; null when it does not suffice.</summary>
    private FitChangeSet? Minimal(int node, List<FitChange> changes)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Try(node, changes) is null)
        {
            return null;
        }

        foreach (var change in changes.OrderByDescending(c => c.Kind).ToList())
        {
            List<FitChange> rest = [.. changes.Where(c => !ReferenceEquals(c, change))];
            if (Try(node, rest) is not null)
            {
                changes = rest;
            }
        }

        var cost = Try(node, changes)!.Value;
        var name = node < plan.Problem.NodeCount ? plan.Model.Nodes[node].Id : changes[0].Text;
        return new() { Node = name, Changes = changes, PriceMicroDollarsPerHour = cost - plan.CostWithout + changes.Sum(CapacityPrice) };
    }

    /// <summary>The cost of the plan with the changes and the replica on the node; null when it does not fit.</summary>
    private long? Try(int node, IReadOnlyList<FitChange> changes)
    {
        var model = changes.Aggregate(plan.Model, (m, change) => change.Model?.Invoke(m) ?? m);
        if (node >= model.Nodes.Count)
        {
            return null;
        }

        var changed = ReferenceEquals(model, plan.Model)
            ? plan
            : new ExplainedPlan(model, ProblemCompiler.Compile(model, options.Compile), new Assignment(plan.Places), plan.Replica);
        var check = changed.Check(node, changes.Select(c => c.Move).OfType<(int, int)>());
        return changed.Caused(check).Count == 0 ? check.Cost.Total : null;
    }

    /// <summary>Capacity at the price of its own node: the share of the node that is added, in parts of the dearest resource.</summary>
    private long CapacityPrice(FitChange change)
    {
        if (change.Kind != FitChangeKind.MoreCapacity)
        {
            return 0;
        }

        var node = plan.Model.Nodes.First(n => n.Id == change.Node);
        var resource = plan.Model.Resources.Index().First(r => r.Item.Name == change.Resource).Index;
        return (long)Math.Min(long.MaxValue / 4, decimal.Ceiling((decimal)node.PriceMicroDollarsPerHour * change.Amount / Math.Max(1, node.Capacity[resource])));
    }

    private decimal Size(Violation v) => v is { Code: ReasonCode.Capacity, Dimension: >= 0 } ? (decimal)v.Amount / Math.Max(1, plan.Problem.Capacity(v.Node)[v.Dimension]) : 1;

    private long[] Free()
    {
        var free = new long[plan.Problem.NodeCount * plan.Problem.DimensionCount];
        for (var n = 0; n < plan.Problem.NodeCount; n++)
        {
            plan.Problem.Capacity(n).CopyTo(free.AsSpan(n * plan.Problem.DimensionCount));
        }

        for (var p = 0; p < plan.Problem.ReplicaCount; p++)
        {
            for (var d = 0; plan.Places[p] >= 0 && d < plan.Problem.DimensionCount; d++)
            {
                free[(plan.Places[p] * plan.Problem.DimensionCount) + d] -= plan.Problem.Demand(p)[d];
            }
        }

        return free;
    }
}
