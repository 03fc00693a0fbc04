using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Analysis;

/// <summary>What a workload reserves of a resource beside what it uses, over all its replicas, in canonical units.</summary>
public sealed record RequestUsage
{
    /// <value>The workload.</value>
    public required string Workload { get; init; }

    /// <value>The resource.</value>
    public required Resource Resource { get; init; }

    /// <value>Replicas, and of these the ones with telemetry.</value>
    public required (int All, int Measured) Replicas { get; init; }

    /// <value>Reserved by all replicas.</value>
    public required long Requested { get; init; }

    /// <value>Sum over the measured replicas of their means.</value>
    public required double Mean { get; init; }

    /// <value>Sum over the measured replicas of their 95th percentiles.</value>
    public required double P95 { get; init; }

    /// <value>Sum over the measured replicas of their highest samples.</value>
    public required double Max { get; init; }

    /// <value>Worst grade of the replicas; D when one has no telemetry.</value>
    public required DataGrade Grade { get; init; }

    /// <summary>Gets the mean as a share of the request of the measured replicas; <see langword="null"/> without a request or telemetry.</summary>
    public double? UsedShare => Requested > 0 && Replicas.Measured > 0 ? Mean / Requested * Replicas.All / Replicas.Measured : null;
}
