namespace Placement.Model;

/// <summary>A rule that an assignment keeps. The catalogue is closed; a host adds its own through <see cref="Problems.ICustomRule"/>.</summary>
public abstract record PlacementRule
{
    private protected PlacementRule()
    {
    }

    /// <summary>Gets how strictly the rule is kept.</summary>
    /// <value>The default is <see cref="RuleStrictness.Hard"/>.</value>
    public RuleStrictness Strictness { get; init; }

    /// <summary>Gets the cost of one unit of violation of a <see cref="RuleStrictness.Soft"/> rule.</summary>
    /// <value>At least 1. The default is 1.</value>
    public long Weight { get; init; } = 1;

    /// <summary>Gets a short stable text of the rule, used in reasons.</summary>
    public abstract string Describe();
}
