namespace Placement.Plans;

/// <summary>The verdict of <see cref="PlanChecker"/>.</summary>
public sealed record PlanCheckResult
{
    /// <summary>Gets the faults; empty when the plan is sound.</summary>
    public required IReadOnlyList<PlanFault> Faults { get; init; }

    /// <summary>Gets the cost of the target, recomputed from the model; <see langword="null"/> when names are wrong.</summary>
    public PlanCost? TargetCost { get; init; }

    /// <summary>Gets the cost of the start, recomputed from the model; <see langword="null"/> when names are wrong.</summary>
    public PlanCost? StartCost { get; init; }

    /// <summary>Gets how many prefixes of the steps were replayed.</summary>
    public int PrefixesJudged { get; init; }

    /// <summary>Gets whether the plan is sound.</summary>
    public bool IsSound => Faults.Count == 0;
}
