using Placement.Model;

namespace Placement.Problems;

/// <summary>Finds every fault in a <see cref="ClusterModel"/>: repeated and unknown names, wrong lengths, rules that contradict themselves.</summary>
internal static class ModelValidation
{
    public static IEnumerable<string> Faults(ClusterModel model)
    {
        if (model.Resources.Count == 0)
        {
            yield return "The model has no resources; name at least one, such as cpu.";
            yield break;
        }

        if (model.Nodes.Count == 0)
        {
            yield return "The model has no nodes; there is nothing to place on.";
        }

        if (model.SlotCount < 1)
        {
            yield return $"SlotCount is {model.SlotCount}; it must be at least 1.";
            yield break;
        }

        foreach (var fault in Repeated("resource", model.Resources.Select(r => r.Name))
            .Concat(Repeated("node", model.Nodes.Select(n => n.Id)))
            .Concat(Repeated("workload", model.Workloads.Select(w => w.Id)))
            .Concat(Repeated("replica", model.Workloads.SelectMany(w => w.Replicas).Select(r => r.Id)))
            .Concat(model.Nodes.SelectMany(n => NodeFaults(model, n)))
            .Concat(WorkloadFaults(model))
            .Concat(RuleFaults(model)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Repeated(string what, IEnumerable<string> names) =>
        names.CountBy(n => n, StringComparer.Ordinal).Where(g => g.Value > 1).Select(g => $"The {what} '{g.Key}' is listed {g.Value} times; names must be unique.");

    private static IEnumerable<string> NodeFaults(ClusterModel model, Node node)
    {
        if (node.Capacity.Count != model.Resources.Count)
        {
            yield return $"Node '{node.Id}' has {node.Capacity.Count} capacities; the model has {model.Resources.Count} resources.";
        }
        else
        {
            for (var r = 0; r < node.Capacity.Count; r++)
            {
                if (node.Capacity[r] < 0)
                {
                    yield return $"Node '{node.Id}' has {node.Capacity[r]} {model.Resources[r].Unit} of {model.Resources[r].Name}; capacity must be at least 0.";
                }
            }
        }

        if (node.Target.Count != 0 && node.Target.Count != model.Resources.Count)
        {
            yield return $"Node '{node.Id}' has {node.Target.Count} targets; give none, or one for each of the {model.Resources.Count} resources.";
        }

        if (node.PriceMicroDollarsPerHour < 0)
        {
            yield return $"Node '{node.Id}' has the price {node.PriceMicroDollarsPerHour}; a price must be at least 0.";
        }
    }

    private static IEnumerable<string> WorkloadFaults(ClusterModel model)
    {
        var nodes = model.Nodes.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var dimensions = model.Resources.Count * model.SlotCount;
        foreach (var workload in model.Workloads)
        {
            foreach (var (owner, demand) in workload.Replicas.Where(r => r.Demand is not null).Select(r => ($"Replica '{r.Id}'", r.Demand!)).Prepend(($"Workload '{workload.Id}'", workload.Demand)))
            {
                if (demand.Count != dimensions)
                {
                    yield return $"{owner} has {demand.Count} demands; it needs one for each of {model.Resources.Count} resources x {model.SlotCount} slots.";
                }
                else if (demand.Any(v => v < 0))
                {
                    yield return $"{owner} has the demand {demand.Min()}; a demand must be at least 0.";
                }
            }

            if (workload.Priority is < 0 or > 1000)
            {
                yield return $"Workload '{workload.Id}' has priority {workload.Priority}; it must be from 0 to 1000.";
            }

            if (workload.MaxMoving < 1)
            {
                yield return $"Workload '{workload.Id}' has MaxMoving {workload.MaxMoving}; it must be at least 1, or absent. Pin the workload to keep it from moving.";
            }

            foreach (var replica in workload.Replicas.Where(r => r.Node is not null && !nodes.Contains(r.Node)))
            {
                yield return $"Replica '{replica.Id}' runs on node '{replica.Node}', which the model does not have. Maybe the snapshot is older than the node list.";
            }
        }
    }

    private static IEnumerable<string> RuleFaults(ClusterModel model)
    {
        var nodes = model.Nodes.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var workloads = model.Workloads.DistinctBy(w => w.Id).ToDictionary(w => w.Id, StringComparer.Ordinal);
        var resources = model.Resources.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var labels = model.Nodes.SelectMany(n => n.Labels.Keys).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in model.Rules)
        {
            (string[] OfWorkloads, string? Label) names = rule switch
            {
                ReplicaLimit r => ([r.Workload], r.Label),
                Spread r => ([r.Workload], r.Label),
                CoLocationLimit r => ([r.Workload, r.Other], null),
                Affinity r => ([r.Workload, r.Other], r.Label),
                NodeSelector r => ([r.Workload], r.Label),
                Pin r => ([r.Workload], null),
                Headroom r => ([], r.Label),
                _ => ([], null),
            };
            var unknown = names.OfWorkloads.Where(w => !workloads.ContainsKey(w)).ToList();
            foreach (var name in unknown)
            {
                yield return $"The rule '{rule.Describe()}' names the workload '{name}', which the model does not have.";
            }

            if (names.Label is { } label && !labels.Contains(label))
            {
                yield return $"The rule '{rule.Describe()}' names the label '{label}', which no node carries.";
            }

            if (rule is NodeSelector or Pin or Headroom or MoveLimit && rule.Strictness == RuleStrictness.Soft)
            {
                yield return $"The rule '{rule.Describe()}' is soft; rules of this kind are hard.";
            }

            if (rule.Weight < 1)
            {
                yield return $"The rule '{rule.Describe()}' has weight {rule.Weight}; it must be at least 1.";
            }

            if (unknown.Count == 0)
            {
                foreach (var fault in OwnFaults(rule, workloads, nodes, resources))
                {
                    yield return $"The rule '{rule.Describe()}' {fault}";
                }
            }
        }

        foreach (var pins in model.Rules.OfType<Pin>().GroupBy(p => (p.Workload, p.Replica)).Where(g => g.Select(p => p.Node).Distinct().Count() > 1))
        {
            yield return $"'{pins.Key.Replica ?? pins.Key.Workload}' is pinned to {string.Join(" and ", pins.Select(p => $"'{p.Node}'"))}; keep one of the pins.";
        }
    }

    private static IEnumerable<string> OwnFaults(PlacementRule rule, Dictionary<string, Workload> workloads, HashSet<string> nodes, HashSet<string> resources)
    {
        switch (rule)
        {
            case ReplicaLimit { Max: < 1 } r:
                yield return $"has Max {r.Max}; it must be at least 1.";
                break;
            case Spread r when r.MinDomains < 1 || r.MinDomains > workloads[r.Workload].Replicas.Count:
                yield return $"asks for {r.MinDomains} domains; with {workloads[r.Workload].Replicas.Count} replicas it must be from 1 to {workloads[r.Workload].Replicas.Count}.";
                break;
            case CoLocationLimit r when r.Max < 0 || r.Workload == r.Other:
                yield return "needs two different workloads and Max at least 0; for replicas of one workload use a replica limit.";
                break;
            case NodeSelector { Values.Count: 0 }:
                yield return "permits no value; name at least one.";
                break;
            case Pin r when !nodes.Contains(r.Node):
                yield return $"names the node '{r.Node}', which the model does not have.";
                break;
            case Pin { Replica: { } replica } r when workloads[r.Workload].Replicas.All(x => x.Id != replica):
                yield return $"names the replica '{replica}', which is not of '{r.Workload}'.";
                break;
            case Balance r when !resources.Contains(r.First) || !resources.Contains(r.Second) || r.Target < 1:
                yield return "needs two resources of the model and Target at least 1.";
                break;
            case MoveLimit { Max: < 0 } r:
                yield return $"has Max {r.Max}; it must be at least 0.";
                break;
            default:
                break;
        }
    }
}
