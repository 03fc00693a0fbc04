namespace Placement.Benchmarks.Openb;

/// <summary>What one order of arrivals came to.</summary>
/// <param name="Seed">The seed of the order.</param>
/// <param name="Unallocated">Percent of all GPU that was free when arrivals had asked for as much as there is.</param>
/// <param name="AtEnd">Percent of all GPU that was free at the end.</param>
/// <param name="Placed">Pods that found a node.</param>
/// <param name="Pods">Pods that came.</param>
/// <param name="Seconds">Time of the decisions.</param>
internal sealed record OpenbRun(int Seed, double Unallocated, double AtEnd, int Placed, int Pods, double Seconds);
