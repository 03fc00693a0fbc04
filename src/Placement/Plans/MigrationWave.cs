namespace Placement.Plans;

/// <summary>Steps that may run side by side, in any order; the next wave waits until all are done.</summary>
public sealed record MigrationWave
{
    /// <summary>Gets the steps.</summary>
    public required IReadOnlyList<MigrationStep> Steps { get; init; }

    /// <summary>Gets the time the wave takes, in milliseconds: the busiest node's transfers at the node's bandwidth, and the start-up time.</summary>
    public required long Milliseconds { get; init; }
}
