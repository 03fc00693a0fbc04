using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Presets;

/// <summary>A capacity that a preset assumes, with its reason, to be shown beside every figure that rests on it.</summary>
public sealed record AssumedCapacity
{
    /// <value>Whether of nodes or of replicas.</value>
    public required SubjectKind Kind { get; init; }

    /// <value>Of which resource.</value>
    public required Resource Resource { get; init; }

    /// <value>Millicores, bytes or units; above 0.</value>
    public required long Capacity { get; init; }

    /// <value>Why it is assumed, in one clause.</value>
    public required string Reason { get; init; }
}
