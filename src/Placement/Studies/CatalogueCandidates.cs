using Placement.Inventory;
using Placement.Model;

namespace Placement.Studies;

/// <summary>Offers, for each type of a price catalogue, as many candidate nodes as the workloads could need of it, over the failure domains that the fleet has now.</summary>
internal sealed class CatalogueCandidates(PolicySizer sizer, PriceCatalogue catalogue)
{
    private const int MaxCandidates = 4000;

    /// <returns><see langword="null"/> when rules bind workloads to nodes or labels of today, so that another fleet cannot be asked for, or no type is large enough.</returns>
    public ClusterModel? Size(SizingVariant variant)
    {
        if (sizer.Fleet.Rules.Any(r => r is Pin or NodeSelector) || sizer.Size(variant) is not { } sized)
        {
            return null;
        }

        var types = Useful(catalogue.Types.Where(t => t.PriceMicroDollarsPerHour > 0)).ToList();
        var domains = sized.Nodes.Select(n => n.Labels).Where(l => l.Count > 0).DistinctBy(l => l.GetValueOrDefault("zone", "")).OrderBy(l => l.GetValueOrDefault("zone", ""), StringComparer.Ordinal).ToList();
        var nodes = new List<Node>();
        foreach (var type in types)
        {
            var count = Needed(sized, type, variant.TargetPercent);
            for (var i = 0; i < count && nodes.Count < MaxCandidates; i++)
            {
                var labels = domains.Count == 0 ? null : domains[i % domains.Count].Where(l => l.Key is not "type" and not "rack" and not "name").ToDictionary(l => l.Key, l => l.Value, StringComparer.Ordinal);
                var node = type.ToNode($"{type.Id}#{i + 1}", labels);
                nodes.Add(node with { Capacity = [.. node.Capacity.Select(c => (long)((Int128)c * variant.TargetPercent / 100))] });
            }
        }

        return nodes.Count == 0 ? null : sized with
        {
            Nodes = nodes,
            Workloads = [.. sized.Workloads.Select(w => w with { Replicas = [.. w.Replicas.Select(r => r with { Node = null })] })],
        };
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
