namespace Placement.Explanations;

/// <summary>Changes that together let a replica run on a node: applied, it fits; with any one left out, it does not. Both are tried on the checker.</summary>
public sealed record FitChangeSet
{
    /// <summary>Gets the node on which the replica then fits.</summary>
    public required string Node { get; init; }

    /// <summary>Gets the changes; at least one.</summary>
    public required IReadOnlyList<FitChange> Changes { get; init; }

    /// <summary>
    /// Gets what the set costs, in micro-dollars an hour: the change of the plan's cost, and capacity that is added at the price per unit of its own node. Rules
    /// that are given up have no price here.
    /// </summary>
    public required long PriceMicroDollarsPerHour { get; init; }

    /// <inheritdoc />
    public override string ToString() => string.Join(" and ", Changes);
}
