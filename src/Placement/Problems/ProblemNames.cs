using Placement.Model;

namespace Placement.Problems;

/// <summary>What people call the indices of a problem, for messages only. Where a name is missing, the index stands for it.</summary>
public sealed record ProblemNames
{
    /// <summary>Gets the names of the nodes.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>Gets the names of the replicas.</summary>
    public IReadOnlyList<string> Replicas { get; init; } = [];

    /// <summary>Gets the names of the workloads.</summary>
    public IReadOnlyList<string> Workloads { get; init; } = [];

    /// <summary>Gets the resources, with their units.</summary>
    public IReadOnlyList<ResourceDefinition> Resources { get; init; } = [];

    /// <summary>Gets the label that each failure-domain level stands for.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Gets per level the values of its label, by domain.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Domains { get; init; } = [];

    internal string Node(int node) => Name("node", Nodes, node);

    internal string Replica(int replica) => Name("replica", Replicas, replica);

    internal string Workload(int workload) => Name("workload", Workloads, workload);

    /// <summary>A level's label, such as <c>zone</c>.</summary>
    internal string Level(int level) => level < 0 ? "node" : level < Levels.Count ? Levels[level] : $"level {level}";

    /// <summary>A domain of a level, such as <c>zone 'a'</c>; a node at level -1.</summary>
    internal string Domain(int level, int domain) =>
        level < 0 ? Node(domain) : level < Domains.Count && domain < Domains[level].Count ? $"{Level(level)} '{Domains[level][domain]}'" : $"domain {domain} of {Level(level)}";

    /// <summary>The resource of a dimension, with its time slot when there are several.</summary>
    internal string Dimension(int dimension, int slots) =>
        (Resource(dimension / slots)?.Name switch { "cpu" => "CPU", { } name => name, _ => $"resource {dimension / slots}" }) + (slots == 1 ? "" : $" in time slot {(dimension % slots) + 1}");

    /// <summary>An amount in a dimension with its unit, such as <c>6.514 cores</c>.</summary>
    internal string Amount(long amount, int dimension, int slots) => AmountText.Exact(amount, Resource(dimension / slots)?.Unit ?? "");

    private ResourceDefinition? Resource(int resource) => resource < Resources.Count ? Resources[resource] : null;

    private static string Name(string noun, IReadOnlyList<string> names, int index) => index >= 0 && index < names.Count ? $"{noun} '{names[index]}'" : $"{noun} {index}";
}
