using Placement.Problems;
using Placement.Solving;

namespace Placement.ColumnGeneration;

/// <summary>What column generation shares with the other solvers of a portfolio, and its limits.</summary>
internal sealed record PatternRace
{
    /// <summary>Gets the cost of the best answer so far; below every cost once it is proved.</summary>
    public required Func<long> Cost { get; init; }

    /// <summary>Gets the receiver of assignments.</summary>
    public required Action<Assignment> Offer { get; init; }

    /// <summary>Gets the receiver of bounds.</summary>
    public required Action<Bound> OnBound { get; init; }

    /// <summary>Gets the time left.</summary>
    public required Func<TimeSpan> Remaining { get; init; }

    /// <summary>Gets the workers of the integer step.</summary>
    public required int Threads { get; init; }

    public required int Seed { get; init; }

    /// <summary>Gets whether this run takes the integer steps; of several on one problem, one does, the others dive on.</summary>
    public bool IsLeader { get; init; } = true;
}
