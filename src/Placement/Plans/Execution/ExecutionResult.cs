namespace Placement.Plans;

/// <summary>How an execution ended, and where.</summary>
public sealed record ExecutionResult
{
    /// <summary>Gets how it ended.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>Gets the step at which it stopped, or 0.</summary>
    public int Step { get; init; }

    /// <summary>Gets the reason in words: the broken precondition, the failure, or what is wrong with the approval; empty when done.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets the number of steps that are done and not undone.</summary>
    public required int StepsDone { get; init; }
}
