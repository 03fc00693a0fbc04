namespace Placement.Plans;

/// <summary>Steps that may run side by side; the next wave waits until all are done.</summary>
public sealed record PlanWave
{
    /// <summary>Gets the number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Gets the planned time, in milliseconds.</summary>
    public required long Milliseconds { get; init; }

    /// <summary>Gets the steps.</summary>
    public required IReadOnlyList<PlanStep> Steps { get; init; }
}
