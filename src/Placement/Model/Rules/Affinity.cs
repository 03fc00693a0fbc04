namespace Placement.Model;

/// <summary>Every node, or failure domain, that holds a replica of <see cref="Workload"/> also holds at least one of <see cref="Other"/>. Not symmetric.</summary>
public sealed record Affinity : PlacementRule
{
    /// <summary>Gets the workload that the rule binds.</summary>
    public required string Workload { get; init; }

    /// <summary>Gets the other workload.</summary>
    public required string Other { get; init; }

    /// <summary>Gets the node label whose values are the failure domains; <see langword="null"/> makes each node its own domain.</summary>
    public string? Label { get; init; }

    /// <inheritdoc />
    public override string Describe() => $"{Workload} needs {Other} in the same {Label ?? "node"}";
}
