using Placement.Inventory;
using Placement.Model;

namespace Placement.Studies;

/// <summary>Offers, for each type of a price catalogue, as many candidate nodes as the workloads could need of it, over the failure domains that the fleet has now.</summary>
internal sealed class CatalogueCandidates(PolicySizer sizer, PriceCatalogue catalogue)
{
    private const int MaxCandidates = 4000;
    private const int MaxTypes = 12;

    /// <returns><see langword="null"/> when the variant cannot size the fleet, or no type holds any replica.</returns>
    /// <remarks>Pins and move limits are about the nodes of today and are dropped. Bought nodes can have every combination of labels that rules name and the fleet has.</remarks>
    public ClusterModel? Size(SizingVariant variant)
    {
        if (sizer.Size(variant with { ByHourOfDay = false }) is not { } sized)
        {
            return null;
        }

        var types = Chosen(sized, variant.TargetPercent);
        var domains = Domains(sized);
        var nodes = new List<Node>();
        foreach (var type in types)
        {
            var count = Math.Max(Needed(sized, type, variant.TargetPercent), domains.Count);
            for (var i = 0; i < count && nodes.Count < MaxCandidates; i++)
            {
                var node = type.ToNode($"{type.Id}#{i + 1}", domains.Count == 0 ? null : domains[i % domains.Count]);
                nodes.Add(node with { Capacity = [.. node.Capacity.Select(c => Planned(c, variant.TargetPercent))] });
            }
        }

        return nodes.Count == 0 ? null : sized with
        {
            Nodes = nodes,
            Workloads = [.. sized.Workloads.Select(w => w with { Replicas = [.. w.Replicas.Select(r => r with { Node = null })] })],
            Rules = [.. sized.Rules.Where(r => r is not (Pin or MoveLimit))],
        };
    }

    private static long Planned(long capacity, int targetPercent) => (long)((Int128)capacity * targetPercent / 100);

    private static bool Holds(NodeType type, Workload workload, int targetPercent) =>
        workload.Demand[0] <= Planned(type.Millicores, targetPercent) && workload.Demand[1] <= Planned(type.MemoryBytes, targetPercent);

    /// <summary>The types that would be cheapest for the fleet's mix of CPU and memory if nodes could be divided, and for each workload one that holds it.</summary>
    private List<NodeType> Chosen(ClusterModel sized, int targetPercent)
    {
        var cpu = sized.Workloads.Sum(w => (decimal)w.Demand[0] * w.Replicas.Count);
        var memory = sized.Workloads.Sum(w => (decimal)w.Demand[1] * w.Replicas.Count);
        decimal Divided(NodeType t) => t.PriceMicroDollarsPerHour * Math.Max(cpu / t.Millicores, memory / t.MemoryBytes);
        var useful = Useful(catalogue.Types.Where(t => t.PriceMicroDollarsPerHour > 0))
            .Where(t => sized.Workloads.Any(w => Holds(t, w, targetPercent)))
            .OrderBy(Divided).ThenBy(t => t.Id, StringComparer.Ordinal).ToList();
        var chosen = useful.Take(MaxTypes).ToList();
        foreach (var workload in sized.Workloads)
        {
            if (!chosen.Exists(t => Holds(t, workload, targetPercent)) && useful.Where(t => Holds(t, workload, targetPercent)).MinBy(t => t.PriceMicroDollarsPerHour) is { } larger)
            {
                chosen.Add(larger);
            }
        }

        return chosen;
    }

    /// <summary>The combinations of labels that rules name, as the fleet's nodes have them.</summary>
    private static List<Dictionary<string, string>> Domains(ClusterModel sized)
    {
        var named = sized.Rules.Select(r => r switch
        {
            Spread s => s.Label,
            ReplicaLimit l => l.Label,
            Affinity a => a.Label,
            Headroom h => h.Label,
            NodeSelector n => n.Label,
            _ => null,
        }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. sized.Nodes
            .Select(n => n.Labels.Where(l => named.Contains(l.Key) && l.Key != "type").OrderBy(l => l.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal))
            .Where(l => l.Count > 0)
            .DistinctBy(l => string.Join(';', l.Select(x => $"{x.Key}={x.Value}")))
            .OrderBy(l => string.Join(';', l.Select(x => $"{x.Key}={x.Value}")), StringComparer.Ordinal)];
    }

    /// <summary>Leaves out a type when another has no less of everything and costs no more.</summary>
    private static IEnumerable<NodeType> Useful(IEnumerable<NodeType> types)
    {
        var all = types.ToList();
        return all.Where((t, i) => !all.Where((o, j) => j != i
            && o.Millicores >= t.Millicores && o.MemoryBytes >= t.MemoryBytes && o.PriceMicroDollarsPerHour <= t.PriceMicroDollarsPerHour
            && (j < i || (o.Millicores, o.MemoryBytes, o.PriceMicroDollarsPerHour) != (t.Millicores, t.MemoryBytes, t.PriceMicroDollarsPerHour))).Any());
    }

    /// <summary>Twice the share of the largest resource sum, and one for each replica of the largest workload a domain may ask for: enough for any plan that is not wasteful.</summary>
    private static int Needed(ClusterModel sized, NodeType type, int targetPercent)
    {
        var replicas = sized.Workloads.Sum(w => w.Replicas.Count);
        var cpu = sized.Workloads.Sum(w => (decimal)w.Demand[0] * w.Replicas.Count) * 100 / ((decimal)type.Millicores * targetPercent);
        var memory = sized.Workloads.Sum(w => (decimal)w.Demand[1] * w.Replicas.Count) * 100 / ((decimal)type.MemoryBytes * targetPercent);
        var most = sized.Workloads.Count == 0 ? 0 : sized.Workloads.Max(w => w.Replicas.Count);
        return (int)Math.Min(replicas, (2 * Math.Ceiling(Math.Max(cpu, memory))) + most + 2);
    }
}
