namespace Placement.Solving;

/// <summary>
/// Integer worths of demand that prove a bound: where the worth of what any node can hold is at most its price (plus a stated excess), the worth of
/// all demand, less the excess of all nodes, is at most the cost of any feasible assignment. <see cref="Bounds.CertificateCheck"/> verifies it in
/// exact integers without a solver.
/// </summary>
public sealed record BoundCertificate
{
    /// <summary>Gets the denominator of the worths: they count in units of <c>1 / Scale</c> of the objective. At least 1.</summary>
    public required long Scale { get; init; }

    /// <summary>Gets, per dimension, the worth of one unit of it, each at least 0; empty when the certificate is by class or function.</summary>
    public IReadOnlyList<long> UnitWorth { get; init; } = [];

    /// <summary>Gets the worth of one replica of each class, each at least 0; empty when the certificate is by unit or function.</summary>
    /// <value>
    /// Classes gather the replicas alike in demand, eligibility, pin, unplaced cost and, where a rule limits the replicas a node, workload;
    /// they are numbered by the first replica of each.
    /// </value>
    public IReadOnlyList<long> ClassWorth { get; init; } = [];

    /// <summary>Gets, for a certificate by class, the worth that no set of replicas that fits on a node of each node class exceeds.</summary>
    /// <value>Node classes gather the nodes alike in capacity, price and eligibility, numbered by the first node of each.</value>
    public IReadOnlyList<long> NodeWorth { get; init; } = [];

    /// <summary>Gets the dual-feasible function whose values are the worths, or <see langword="null"/> when the worths are stated.</summary>
    public DualFeasibleFunction? Function { get; init; }
}
