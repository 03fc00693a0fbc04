namespace Placement.Scheduling.Core;

/// <summary>The time of one step: a clock that only goes forward, in ticks of 100 ns, for every delay; and the wall clock, for people.</summary>
internal readonly record struct CoreTime(long Ticks, DateTimeOffset Utc);
