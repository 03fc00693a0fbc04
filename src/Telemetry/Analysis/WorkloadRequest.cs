using Placement.Telemetry.Quantities;

namespace Placement.Telemetry.Analysis;

/// <summary>What each replica of a workload reserves, and which replicas there are.</summary>
public sealed record WorkloadRequest
{
    /// <value>Name of the workload.</value>
    public required string Workload { get; init; }

    /// <value>CPU reserved for each replica.</value>
    public required CpuQuantity Cpu { get; init; }

    /// <value>Memory reserved for each replica.</value>
    public required ByteQuantity Memory { get; init; }

    /// <value>Identifiers of the replicas, as the telemetry writes them.</value>
    public required IReadOnlyList<string> Replicas { get; init; }
}
