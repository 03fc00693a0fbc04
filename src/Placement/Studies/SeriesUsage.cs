using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Studies;

/// <summary>The usage of one resource of one node, workload or replica over the window, in millicores or bytes.</summary>
public sealed record SeriesUsage
{
    /// <summary>Gets the node, workload or replica.</summary>
    public required string Subject { get; init; }

    /// <summary>Gets the resource.</summary>
    public required Resource Resource { get; init; }

    /// <summary>Gets the capacity of the node; <see langword="null"/> for replicas and unknown nodes.</summary>
    public long? Capacity { get; init; }

    /// <summary>Gets the mean.</summary>
    public required double Mean { get; init; }

    /// <summary>Gets the median.</summary>
    public required double P50 { get; init; }

    /// <summary>Gets the 95th percentile.</summary>
    public required double P95 { get; init; }

    /// <summary>Gets the 99th percentile.</summary>
    public required double P99 { get; init; }

    /// <summary>Gets the highest sample.</summary>
    public required double Max { get; init; }

    /// <summary>Gets the mean of each hour of the day, 24 entries; NaN for an hour without samples.</summary>
    public required IReadOnlyList<double> MeanByHourOfDay { get; init; }

    /// <summary>Gets the mean of each hour of the week from Monday 00:00, 168 entries, NaN for an hour without samples; none for a replica.</summary>
    public required IReadOnlyList<double> MeanByHourOfWeek { get; init; }

    /// <summary>Gets the share of slots with samples, 0 to 1; of a workload, that of its thinnest replica.</summary>
    public required double Coverage { get; init; }

    /// <summary>Gets the grade of the data; of a workload, the worst of its replicas.</summary>
    public required DataGrade Grade { get; init; }
}
