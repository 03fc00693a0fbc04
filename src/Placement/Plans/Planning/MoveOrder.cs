namespace Placement.Plans;

/// <summary>An order of preference among moves.</summary>
/// <param name="Rank">The place of each replica; the lowest is tried first.</param>
/// <param name="EvensWaves">Whether a wave leaves a node's further transfers to the next one instead of making all others wait.</param>
internal sealed record MoveOrder(int[] Rank, bool EvensWaves);
