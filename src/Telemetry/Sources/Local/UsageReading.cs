using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Local;

/// <summary>What one machine or cgroup has used so far, and holds now.</summary>
internal readonly record struct UsageReading(SubjectKind Kind, string Name, double? CpuSeconds, long? MemoryBytes);
