namespace Placement.Plans;

/// <summary>One step of a dense plan.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Replica">The replica.</param>
/// <param name="From">The node that the copy leaves, or -1 for a <see cref="StepKind.Start"/>.</param>
/// <param name="To">The node that the copy comes to, or -1 for a <see cref="StepKind.Stop"/>.</param>
/// <param name="Reason">Why the step is there.</param>
public readonly record struct MigrationStep(StepKind Kind, int Replica, int From, int To, StepReason Reason = StepReason.ToTarget);
