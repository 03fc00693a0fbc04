namespace Placement.Model;

/// <summary>A replica, or every replica of a workload, runs on one named node.</summary>
public sealed record Pin : PlacementRule
{
    /// <summary>Gets the workload that the rule binds.</summary>
    public required string Workload { get; init; }

    /// <summary>Gets the replica, or <see langword="null"/> for all of the workload.</summary>
    public string? Replica { get; init; }

    /// <summary>Gets the node.</summary>
    public required string Node { get; init; }

    /// <inheritdoc />
    public override string Describe() => $"{Replica ?? Workload} on {Node}";
}
