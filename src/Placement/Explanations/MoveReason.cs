using Placement.Problems;

namespace Placement.Explanations;

/// <summary>Why a replica moves: the plan beside the same plan with this one replica left where it is.</summary>
public sealed record MoveReason
{
    /// <summary>Gets what staying would break; empty when staying is possible.</summary>
    public required IReadOnlyList<Refusal> StayingBreaks { get; init; }

    /// <summary>Gets the cost of the plan, by term.</summary>
    public required CostBreakdown Plan { get; init; }

    /// <summary>Gets the cost of the plan with the replica left where it is, by term.</summary>
    public required CostBreakdown Staying { get; init; }

    /// <summary>Gets what the move saves on the whole; negative when the move costs more than it saves by itself.</summary>
    public long Saves => Staying.Total - Plan.Total;
}
