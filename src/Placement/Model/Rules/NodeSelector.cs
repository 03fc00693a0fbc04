namespace Placement.Model;

/// <summary>The replicas of a workload run only on nodes whose <see cref="Label"/> has one of the <see cref="Values"/>.</summary>
public sealed record NodeSelector : PlacementRule
{
    /// <summary>Gets the workload that the rule binds.</summary>
    public required string Workload { get; init; }

    /// <summary>Gets the label.</summary>
    public required string Label { get; init; }

    /// <summary>Gets the permitted values; at least one.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <inheritdoc />
    public override string Describe() => $"{Workload} only where {Label} is {string.Join(" or ", Values)}";
}
