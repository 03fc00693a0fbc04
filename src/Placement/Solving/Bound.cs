namespace Placement.Solving;

/// <summary>A value that the cost of no feasible assignment is below, and the argument for it.</summary>
public sealed record Bound
{
    /// <summary>The bound that needs no argument: costs are not negative.</summary>
    public static Bound Zero { get; } = new() { Value = 0, Argument = BoundArgument.Trivial, Explanation = "costs are not negative" };

    /// <summary>Gets the value, in the unit of the objective.</summary>
    public required long Value { get; init; }

    /// <summary>Gets the kind of argument.</summary>
    public required BoundArgument Argument { get; init; }

    /// <summary>Gets the argument in words, such as "memory alone needs 22.4 nodes".</summary>
    public required string Explanation { get; init; }

    /// <summary>Gets the certificate by which the bound is verified in integers without a solver, or <see langword="null"/> when the method gives none.</summary>
    public BoundCertificate? Certificate { get; init; }

    /// <summary>Returns the higher of two bounds, the first on a tie.</summary>
    public static Bound Max(Bound first, Bound second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return second.Value > first.Value ? second : first;
    }
}
