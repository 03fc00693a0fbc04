using Placement.Model;
using Placement.Problems;

namespace Placement.Explanations;

/// <summary>Changes that could undo what a replica breaks on a node: enough of them, not yet the fewest.</summary>
internal sealed class ChangeCandidates(ExplainedPlan plan, Workload workload)
{
    /// <summary>Changes to the model that undo every violation; null when one of them cannot be undone.</summary>
    public List<FitChange>? ToModel(int node, IReadOnlyList<Violation> caused)
    {
        var changes = new List<FitChange>();
        foreach (var group in caused.GroupBy(v => v.Code))
        {
            var found = group.Key switch
            {
                ReasonCode.Capacity => group.GroupBy(v => (v.Node, Resource: v.Dimension / plan.Problem.SlotCount)).Select(g => MoreCapacity(g.Key.Node, g.Key.Resource, g.Max(v => v.Amount))),
                ReasonCode.NotEligible => Permissions(node),
                ReasonCode.Pinned => Lifts(r => r is Pin p && p.Workload == workload.Id && (p.Replica is null || p.Replica == ReplicaId)),
                ReasonCode.DomainLimit => Lifts(r => r is ReplicaLimit l && l.Workload == workload.Id),
                ReasonCode.Spread => Lifts(r => r is Spread s && s.Workload == workload.Id),
                ReasonCode.CoLocation => Lifts(r => r is CoLocationLimit c && (c.Workload == workload.Id || c.Other == workload.Id)),
                ReasonCode.Dependency => Lifts(r => r is Affinity a && a.Workload == workload.Id),
                ReasonCode.Headroom => Lifts(r => r is Headroom),
                ReasonCode.MoveLimit => Lifts(r => r is MoveLimit),
                _ => [],
            };
            var any = false;
            foreach (var change in found)
            {
                changes.Add(change);
                any = true;
            }

            if (!any)
            {
                return null;
            }
        }

        return changes;
    }

    /// <summary>A node like each kind that the fleet has, the cheapest first; it is the last node of the changed model.</summary>
    public IEnumerable<FitChange> NewNodes() => plan.Model.Nodes
        .DistinctBy(n => (n.Type, n.PriceMicroDollarsPerHour, string.Join(' ', n.Capacity), string.Join(' ', n.Labels.Where(l => l.Key is "zone" or "rack").Select(l => l.Value))))
        .OrderBy(n => n.PriceMicroDollarsPerHour)
        .Select(n => new FitChange
        {
            Kind = FitChangeKind.AddNode,
            Node = n.Id,
            Text = $"one more node like {n.Id}{(n.Type.Length > 0 ? $" ({n.Type})" : "")}",
            Model = model => model with { Nodes = [.. model.Nodes, n with { Id = NewName(model), State = NodeState.Open }] },
        });

    /// <summary>Other replicas of the node, each with a node that has room for it.</summary>
    public IEnumerable<FitChange> Moves(int node, long[] free)
    {
        var replicas = plan.Model.Workloads.SelectMany(w => w.Replicas).Select(r => r.Id).ToList();
        for (var p = 0; p < plan.Problem.ReplicaCount; p++)
        {
            if (plan.Places[p] != node)
            {
                continue;
            }

            for (var to = 0; to < plan.Problem.NodeCount; to++)
            {
                if (to != node && plan.Problem.IsEligible(p, to) && HasRoom(p, to, free) && plan.Caused(plan.Check(Assignment.Unplaced, [(p, to)])).Count == 0)
                {
                    yield return new() { Kind = FitChangeKind.MoveAway, Replica = replicas[p], Node = plan.Model.Nodes[to].Id, Move = (p, to), Text = $"{replicas[p]} moved to {plan.Model.Nodes[to].Id}" };
                    break;
                }
            }
        }
    }

    private string ReplicaId => plan.Model.Workloads.SelectMany(w => w.Replicas).ElementAt(plan.Replica).Id;

    private static string NewName(ClusterModel model)
    {
        var name = "new-node";
        while (model.Nodes.Any(n => n.Id == name))
        {
            name += "-";
        }

        return name;
    }

    private bool HasRoom(int replica, int node, long[] free)
    {
        var demand = plan.Problem.Demand(replica);
        for (var d = 0; d < demand.Length; d++)
        {
            if (demand[d] > free[(node * demand.Length) + d])
            {
                return false;
            }
        }

        return true;
    }

    private FitChange MoreCapacity(int node, int resource, long amount)
    {
        var (name, what) = (plan.Model.Nodes[node].Id, plan.Model.Resources[resource]);
        return new()
        {
            Kind = FitChangeKind.MoreCapacity,
            Node = name,
            Resource = what.Name,
            Amount = amount,
            Text = $"{ExplainedPlan.Amount(what, amount)} more on {name}",
            Model = model => model with { Nodes = [.. model.Nodes.Select(n => n.Id == name ? n with { Capacity = [.. n.Capacity.Select((c, r) => r == resource ? c + amount : c)] } : n)] },
        };
    }

    private IEnumerable<FitChange> Permissions(int index)
    {
        var node = plan.Model.Nodes[index];
        foreach (var taint in node.Taints.Where(t => !workload.Tolerations.Any(x => x.Covers(t))))
        {
            yield return new()
            {
                Kind = FitChangeKind.Tolerate,
                Node = node.Id,
                Text = $"{workload.Id} tolerating the taint {taint}",
                Model = model => model with { Workloads = [.. model.Workloads.Select(w => w.Id == workload.Id ? w with { Tolerations = [.. w.Tolerations, new() { Key = taint.Key, Value = taint.Value }] } : w)] },
            };
        }

        if (node.State != NodeState.Open)
        {
            yield return new()
            {
                Kind = FitChangeKind.OpenNode,
                Node = node.Id,
                Text = $"{node.Id} opened",
                Model = model => model with { Nodes = [.. model.Nodes.Select(n => n.Id == node.Id ? n with { State = NodeState.Open } : n)] },
            };
        }

        foreach (var lift in Lifts(r => r is NodeSelector s && s.Workload == workload.Id))
        {
            yield return lift;
        }
    }

    private IEnumerable<FitChange> Lifts(Func<PlacementRule, bool> concerns) => plan.Model.Rules
        .Where(r => r.Strictness != RuleStrictness.Soft && concerns(r))
        .Select(rule => new FitChange
        {
            Kind = FitChangeKind.LiftRule,
            Text = $"without the rule '{rule.Describe()}'",
            Model = model => model with { Rules = [.. model.Rules.Where(r => !ReferenceEquals(r, rule))] },
        });
}
