namespace Placement.Model;

/// <summary>How strictly a rule is kept.</summary>
public enum RuleStrictness
{
    /// <summary>An assignment that breaks the rule is infeasible.</summary>
    Hard,

    /// <summary>Each unit of violation costs the rule's weight.</summary>
    Soft,

    /// <summary>What is broken at the start may stay broken, but not get worse; everything else is kept as if hard.</summary>
    DoNotWorsen,
}
