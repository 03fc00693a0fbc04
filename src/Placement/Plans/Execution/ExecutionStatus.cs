namespace Placement.Plans;

/// <summary>How an execution ended.</summary>
public enum ExecutionStatus
{
    /// <summary>Every step is done.</summary>
    Completed,

    /// <summary>Every step that had been done is undone.</summary>
    RolledBack,

    /// <summary>The world is not as a step expects; nothing was done by that step. Resume when it is, or roll back.</summary>
    PreconditionBroken,

    /// <summary>A start or stop was refused or failed. Resume to try again, or roll back.</summary>
    StepFailed,

    /// <summary>The approval is missing or does not cover the plan; nothing was done.</summary>
    NotApproved,
}
