namespace Placement.Plans;

/// <summary>The step that takes another one back. Undone in the reverse order of the waves, each is as safe as the step was.</summary>
public sealed record StepUndo
{
    /// <summary>Gets what happens.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>Gets the node that the copy leaves; absent for a start.</summary>
    public string? From { get; init; }

    /// <summary>Gets the node that the copy comes to; absent for a stop.</summary>
    public string? To { get; init; }
}
