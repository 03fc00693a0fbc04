namespace Placement.Solving;

/// <summary>
/// A rounding of the sizes in one dimension under which whatever fits on a node still fits: sizes that sum to at most the capacity have values that sum to at most
/// the capacity's value. Replicas awkward to combine gain, and the sum of all values is a sharper bound than the sum of all sizes.
/// </summary>
public sealed record DualFeasibleFunction
{
    /// <summary>Gets the dimension whose sizes are rounded.</summary>
    public required int Dimension { get; init; }

    /// <summary>Gets the family.</summary>
    public required DualFeasibleKind Kind { get; init; }

    /// <summary>Gets the parameter of the family.</summary>
    /// <value>A size from 1 to half the capacity; for <see cref="DualFeasibleKind.Steps"/> the number of steps, at least 1.</value>
    public required long Parameter { get; init; }

    /// <summary>Gets the factor of the values, so that they count in units of the certificate's scale. At least 1.</summary>
    public long Factor { get; init; } = 1;
}
