using Placement.Model;

namespace Placement.Plans;

/// <summary>Where each replica of a model is, by names: the ground on which a plan is checked without the compiled problem.</summary>
internal sealed class NamedFleet
{
    public NamedFleet(ClusterModel model, IReadOnlyDictionary<string, string?> nodeOf)
    {
        Model = model;
        NodeOf = nodeOf;
        Nodes = model.Nodes.ToDictionary(n => n.Id, StringComparer.Ordinal);
        Workloads = model.Workloads.ToDictionary(w => w.Id, StringComparer.Ordinal);
        Usage = model.Nodes.ToDictionary(n => n.Id, _ => new long[model.Resources.Count * model.SlotCount], StringComparer.Ordinal);
        foreach (var (workload, replica) in Replicas())
        {
            if (nodeOf[replica.Id] is { } node)
            {
                InUse.Add(node);
                for (var d = 0; d < Usage[node].Length; d++)
                {
                    Usage[node][d] += (replica.Demand ?? workload.Demand)[d];
                }
            }
        }
    }

    public ClusterModel Model { get; }

    public IReadOnlyDictionary<string, string?> NodeOf { get; }

    public Dictionary<string, Node> Nodes { get; }

    public Dictionary<string, Workload> Workloads { get; }

    /// <summary>Gets per node its usage; entry resource * slots + slot.</summary>
    public Dictionary<string, long[]> Usage { get; }

    public HashSet<string> InUse { get; } = new(StringComparer.Ordinal);

    public static NamedFleet AtStart(ClusterModel model) =>
        new(model, model.Workloads.SelectMany(w => w.Replicas).ToDictionary(r => r.Id, r => r.Node, StringComparer.Ordinal));

    public IEnumerable<(Workload Workload, Replica Replica)> Replicas() => Model.Workloads.SelectMany(w => w.Replicas.Select(r => (w, r)));

    public bool HasMoved(Replica replica) => replica.Node is not null && NodeOf[replica.Id] is { } node && node != replica.Node;

    /// <summary>Gets the failure domain of a node: its label's value, the node itself without a label, or null when the node lacks the label.</summary>
    public string? Domain(string node, string? label) => label is null ? node : Nodes[node].Labels.GetValueOrDefault(label);

    /// <summary>Counts the replicas of a workload by failure domain.</summary>
    public Dictionary<string, int> CountByDomain(string workload, string? label) =>
        Workloads[workload].Replicas.Select(r => NodeOf[r.Id]).OfType<string>().Select(n => Domain(n, label)).OfType<string>().CountBy(d => d, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
}
