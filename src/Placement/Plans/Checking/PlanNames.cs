using System.Text.RegularExpressions;
using Placement.Model;
using Placement.Problems;

namespace Placement.Plans;

/// <summary>Reads the places and steps of a plan.json back into a model's names and indices.</summary>
internal static partial class PlanNames
{
    /// <summary>Returns the node of every replica of the model; adds a fault for each unknown, lost, repeated and unplaced one.</summary>
    public static Dictionary<string, string?> Places(PlanDocument document, ClusterModel model, List<PlanFault> faults)
    {
        var nodes = model.Nodes.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var replicas = model.Workloads.SelectMany(w => w.Replicas).ToList();
        var known = replicas.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        var places = new Dictionary<string, string?>(StringComparer.Ordinal);
        var entries = document.Target.SelectMany(n => n.Replicas.Select(r => (Replica: r, Node: (string?)n.Node))).Concat(document.Unplaced.Select(r => (Replica: r, Node: (string?)null)));
        foreach (var node in document.Target.Where(n => !nodes.Contains(n.Node)))
        {
            faults.Add(new(PlanFaultCode.UnknownName, $"The target names node '{node.Node}', which the model does not have."));
        }

        foreach (var (replica, node) in entries)
        {
            if (!known.Contains(replica))
            {
                faults.Add(new(PlanFaultCode.UnknownName, $"The target names replica '{replica}', which the model does not have."));
            }
            else if (!places.TryAdd(replica, node))
            {
                faults.Add(new(PlanFaultCode.DuplicatedReplica, $"Replica '{replica}' is in the target more than once: on '{places[replica] ?? "no node"}' and on '{node ?? "no node"}'."));
            }
            else if (node is null && document.Permitted.UnplacedCost is null)
            {
                faults.Add(new(PlanFaultCode.Unplaced, $"Replica '{replica}' has no node; the plan permits no replica without one."));
            }
        }

        foreach (var replica in replicas.Where(r => !places.ContainsKey(r.Id)))
        {
            faults.Add(new(PlanFaultCode.LostReplica, $"Replica '{replica.Id}' is nowhere in the target."));
            places.Add(replica.Id, null);
        }

        return places;
    }

    /// <summary>Returns the steps in the model's indices, or null when a name is unknown.</summary>
    public static MigrationPlan? Steps(PlanDocument document, ClusterModel model, Dictionary<string, string?> places, List<PlanFault> faults)
    {
        var nodes = model.Nodes.Index().ToDictionary(n => n.Item.Id, n => n.Index, StringComparer.Ordinal);
        var all = model.Workloads.SelectMany(w => w.Replicas).ToList();
        var replicas = all.Index().ToDictionary(r => r.Item.Id, r => r.Index, StringComparer.Ordinal);
        var before = faults.Count;
        foreach (var step in document.Waves.SelectMany(w => w.Steps))
        {
            foreach (var node in new[] { step.From, step.To, step.Undo.From, step.Undo.To }.Concat(step.Preconditions.Select(p => p.Node)).OfType<string>().Where(n => !nodes.ContainsKey(n)))
            {
                faults.Add(new(PlanFaultCode.UnknownName, $"Step {step.Id} names node '{node}', which the model does not have."));
            }

            if (!replicas.ContainsKey(step.Replica))
            {
                faults.Add(new(PlanFaultCode.UnknownName, $"Step {step.Id} names replica '{step.Replica}', which the model does not have."));
            }
        }

        int Node(string? name) => name is null ? Assignment.Unplaced : nodes[name];
        return faults.Count > before
            ? null
            : new MigrationPlan
            {
                Start = new([.. all.Select(r => Node(r.Node))]),
                Target = new([.. all.Select(r => Node(places[r.Id]))]),
                Kept = [],
                MakespanBoundMilliseconds = 0,
                Waves = [.. document.Waves.Select(w => new MigrationWave
                {
                    Milliseconds = w.Milliseconds,
                    Steps = [.. w.Steps.Select(s => new MigrationStep(s.Kind, replicas[s.Replica], Node(s.From), Node(s.To), s.Reason))],
                })],
            };
    }

    /// <summary>Puts names in the place of the indices of a message.</summary>
    public static string Explain(string message, ClusterModel model)
    {
        var replicas = model.Workloads.SelectMany(w => w.Replicas);
        return Indices().Replace(message, m =>
        {
            var index = int.Parse(m.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            var name = m.Groups[1].Value.ToUpperInvariant() switch
            {
                "NODE" => model.Nodes.ElementAtOrDefault(index)?.Id,
                "REPLICA" => replicas.ElementAtOrDefault(index)?.Id,
                "WORKLOAD" => model.Workloads.ElementAtOrDefault(index)?.Id,
                _ => $"{model.Resources[index / model.SlotCount].Name} (slot {index % model.SlotCount})",
            };
            return name is null ? m.Value : $"{m.Groups[1].Value} '{name}'";
        });
    }

    [GeneratedRegex(@"\b([Nn]ode|[Rr]eplica|[Ww]orkload|dimension) (\d+)\b")]
    private static partial Regex Indices();
}
