namespace Placement.Plans;

/// <summary>An order of preference among moves.</summary>
/// <param name="Rank">The place of each replica; the lowest is tried first.</param>
/// <param name="Pacing">How long a wave may become.</param>
internal sealed record MoveOrder(int[] Rank, WavePacing Pacing);
