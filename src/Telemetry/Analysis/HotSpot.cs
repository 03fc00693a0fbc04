using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Analysis;

/// <summary>A node whose usage of a resource was above its target for a stated share of the window.</summary>
public sealed record HotSpot
{
    /// <value>The node.</value>
    public required string Node { get; init; }

    /// <value>The resource.</value>
    public required Resource Resource { get; init; }

    /// <value>Its capacity, in canonical units.</value>
    public required long Capacity { get; init; }

    /// <value>Share of the capacity above which it counts as hot.</value>
    public required double Target { get; init; }

    /// <value>Share of the measured slots above the target, 0 to 1.</value>
    public required double ShareOfTime { get; init; }

    /// <value>Time above the target.</value>
    public required TimeSpan TimeAbove { get; init; }

    /// <value>Highest usage, as a share of the capacity.</value>
    public required double PeakShare { get; init; }

    /// <value>When it was hot, in order of time.</value>
    public required IReadOnlyList<HotSpan> Spans { get; init; }

    /// <summary>Gets the longest time without a break.</summary>
    public TimeSpan LongestSpan => Spans.Max(span => span.Duration);
}
