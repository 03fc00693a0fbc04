namespace Placement.Plans;

/// <summary>How a plan is carried out.</summary>
public sealed record ExecutionOptions
{
    /// <summary>Gets the path of the journal. Kept until the plan is done; the same path resumes.</summary>
    public required string JournalPath { get; init; }

    /// <summary>Gets whether an approval is demanded. The default is <see langword="false"/>.</summary>
    public bool RequireApproval { get; init; }

    /// <summary>Gets the approval, or <see langword="null"/>.</summary>
    public PlanApproval? Approval { get; init; }

    /// <summary>Gets the most steps of a wave that run side by side.</summary>
    /// <value>At least 1. The default is 8.</value>
    public int Parallel
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Parallel must be at least 1.");
    } = 8;

    /// <summary>Gets the clock of the journal. The default is the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
