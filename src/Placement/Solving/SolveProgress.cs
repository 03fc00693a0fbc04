using Placement.Problems;

namespace Placement.Solving;

/// <summary>An improvement during a solve.</summary>
public sealed record SolveProgress
{
    /// <summary>Gets the name of the solver that found it.</summary>
    public required string Solver { get; init; }

    /// <summary>Gets the time since the solve began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Gets the improved assignment with its cost, or <see langword="null"/> when only the bound improved.</summary>
    public Assignment? Assignment { get; init; }

    /// <summary>Gets the cost of <see cref="Assignment"/>, or <see langword="null"/>.</summary>
    public long? Cost { get; init; }

    /// <summary>Gets the improved bound, or <see langword="null"/>.</summary>
    public Bound? Bound { get; init; }
}
