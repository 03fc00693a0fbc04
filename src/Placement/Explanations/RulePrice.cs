namespace Placement.Explanations;

/// <summary>What a rule costs: the cheapest fleet found with it against the cheapest found without it, both under the same limits.</summary>
public sealed record RulePrice
{
    /// <summary>Gets the rule in words.</summary>
    public required string Rule { get; init; }

    /// <summary>Gets the cost with the rule, in micro-dollars an hour; <see langword="null"/> when nothing was found.</summary>
    public long? With { get; init; }

    /// <summary>Gets the cost without the rule, in micro-dollars an hour; <see langword="null"/> when nothing was found.</summary>
    public long? Without { get; init; }

    /// <summary>Gets the least that any fleet without the rule costs, in micro-dollars an hour: the price of the rule is at most <see cref="With"/> less this.</summary>
    public required long BoundWithout { get; init; }

    /// <summary>Gets what is saved without the rule, in micro-dollars an hour; <see langword="null"/> when either is unknown.</summary>
    public long? Price => With - Without;
}
