namespace Placement.Plans;

/// <summary>One step of a plan, by names.</summary>
public sealed record PlanStep
{
    /// <summary>Gets the number of the step, from 1, in the order of the plan.</summary>
    public required int Id { get; init; }

    /// <summary>Gets what happens.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>Gets the replica.</summary>
    public required string Replica { get; init; }

    /// <summary>Gets the node that the copy leaves; absent for a start.</summary>
    public string? From { get; init; }

    /// <summary>Gets the node that the copy comes to; absent for a stop.</summary>
    public string? To { get; init; }

    /// <summary>Gets why the step is there.</summary>
    public required StepReason Reason { get; init; }

    /// <summary>Gets the reason in words.</summary>
    public required string Why { get; init; }

    /// <summary>Gets what the step carries over, in units of the moved resource (bytes of memory).</summary>
    public long Transferred { get; init; }

    /// <summary>Gets the step's share of the saving, in micro-dollars an hour; the shares of all steps add up to the saving of the plan.</summary>
    public long SavingMicroDollarsPerHour { get; init; }

    /// <summary>Gets the one-off cost of the step, in micro-dollars.</summary>
    public long CostMicroDollars { get; init; }

    /// <summary>Gets the hours after which the step's share has paid for its cost, or <see langword="null"/> when its own share never does.</summary>
    public double? PaybackHours { get; init; }

    /// <summary>Gets what must be true of the world right before the step; an executor stops at the first that is not.</summary>
    public required IReadOnlyList<StepPrecondition> Preconditions { get; init; }

    /// <summary>Gets the step that takes this one back.</summary>
    public required StepUndo Undo { get; init; }
}
