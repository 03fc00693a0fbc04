using Placement.Telemetry.Samples;

namespace Placement.Sizing;

/// <summary>A workload to be sized: its name, its replicas and what its owner asked for.</summary>
public sealed record SizingSubject
{
    /// <summary>Gets the name of the workload.</summary>
    public required string Workload { get; init; }

    /// <summary>Gets the names of its replicas, as telemetry names them.</summary>
    public required IReadOnlyList<string> Replicas { get; init; }

    /// <summary>Gets whether telemetry names replicas (the default), or nodes whose whole load is the workload.</summary>
    public SubjectKind Kind { get; init; } = SubjectKind.Replica;

    /// <summary>Gets the CPU requested for one replica in millicores, or <see langword="null"/> when unknown.</summary>
    public long? RequestedMillicores { get; init; }

    /// <summary>Gets the memory requested for one replica in bytes, or <see langword="null"/> when unknown.</summary>
    public long? RequestedBytes { get; init; }
}
