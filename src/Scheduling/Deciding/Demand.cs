namespace Placement.Scheduling.Deciding;

/// <summary>What one replica takes from a node.</summary>
internal readonly record struct Demand(long CpuMillicores, long MemoryBytes);
