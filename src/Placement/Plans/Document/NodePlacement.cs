namespace Placement.Plans;

/// <summary>The replicas of one node after a plan.</summary>
public sealed record NodePlacement
{
    /// <summary>Gets the node.</summary>
    public required string Node { get; init; }

    /// <summary>Gets its replicas.</summary>
    public required IReadOnlyList<string> Replicas { get; init; }
}
