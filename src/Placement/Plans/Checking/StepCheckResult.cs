namespace Placement.Plans;

/// <summary>The verdict of <see cref="StepChecker"/>.</summary>
public sealed record StepCheckResult
{
    /// <summary>Gets the faults; empty when every prefix is safe. At most 100 are kept.</summary>
    public required IReadOnlyList<StepFault> Faults { get; init; }

    /// <summary>Gets how many prefixes were judged: one a step with the step under way, and one a wave with all its steps under way.</summary>
    public required int PrefixesJudged { get; init; }

    /// <summary>Gets whether there is no fault.</summary>
    public bool IsSafe => Faults.Count == 0;
}
