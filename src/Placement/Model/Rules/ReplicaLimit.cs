namespace Placement.Model;

/// <summary>At most <see cref="Max"/> replicas of a workload on a node, or in a failure domain. A limit of 1 a node is anti-affinity with itself.</summary>
public sealed record ReplicaLimit : PlacementRule
{
    /// <summary>Gets the workload that the rule binds.</summary>
    public required string Workload { get; init; }

    /// <summary>Gets the node label whose values are the failure domains; <see langword="null"/> makes each node its own domain.</summary>
    public string? Label { get; init; }

    /// <summary>Gets the most replicas a domain may hold. At least 1.</summary>
    public required int Max { get; init; }

    /// <inheritdoc />
    public override string Describe() => $"at most {Max} of {Workload} per {Label ?? "node"}";
}
