namespace Placement.Solving;

/// <summary>
/// Integer prices of demand that prove a bound: each node type's most valuable pattern of replicas is worth at most the node's price, so the
/// worth of all demand is at most the cost of any feasible assignment. Verified without a solver, in exact integers, by enumerating patterns with dynamic programming or branch and bound.
/// </summary>
public sealed record BoundCertificate
{
    /// <summary>Gets the worth of one replica of each demand class, in units of <c>1 / Scale</c> of the objective. Each at least 0.</summary>
    public required IReadOnlyList<long> ClassWorth { get; init; }

    /// <summary>Gets the denominator of the worths. At least 1.</summary>
    public required long Scale { get; init; }

    /// <summary>Gets, per resource dimension, the worth of one unit of it (a resource-sum or dual-price argument), in units of <c>1 / Scale</c>; empty when the certificate is by class.</summary>
    public IReadOnlyList<long> UnitWorth { get; init; } = [];
}
