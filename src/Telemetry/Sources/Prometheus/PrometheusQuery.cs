using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>One resource read from a server of the Prometheus API.</summary>
/// <remarks>
/// The expression is PromQL in which <c>$match</c> stands for further label matchers (each ending in a comma; write <c>metric{$match job="x"}</c>) and <c>$range</c> for the width of a step.
/// Wrap gauges in <c>max_over_time(...[$range])</c> or <c>last_over_time</c> and counters in <c>rate(...[$range])</c>: a bare selector repeats the last value for five minutes after
/// a target is gone, and so hides gaps.
/// </remarks>
public sealed record PrometheusQuery
{
    /// <value>Whether the series are of nodes or replicas. The default is nodes.</value>
    public SubjectKind Kind { get; init; }

    /// <value>The resource that is measured.</value>
    public required Resource Resource { get; init; }

    /// <value>The PromQL expression with <c>$match</c> and <c>$range</c>.</value>
    public required string Expression
    {
        get;
        init => field = value is not null && value.Contains("$match", StringComparison.Ordinal)
            ? value
            : throw new ArgumentException($"The expression '{value}' has no $match, so that it could not be split by series. Write metric{{$match}}.", nameof(value));
    }

    /// <value>A selector of the metric that names every series there should be, as <c>node_cpu_seconds_total{mode="idle"}</c>. What it names and has no data is reported, not left out.</value>
    public required string Discovery { get; init; }

    /// <value>The labels that make the subject's name, joined by <c>/</c>. At least one. The default is <c>instance</c>.</value>
    public IReadOnlyList<string> SubjectLabels
    {
        get;
        init => field = value is { Count: > 0 } ? value : throw new ArgumentException("At least one label must name the subject.", nameof(value));
    } = ["instance"];

    /// <value>What a value is multiplied by to be in the canonical unit: 1000 for cores to millicores. Above 0. The default is 1.</value>
    public double Scale
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Scale must be above 0.");
    } = 1;
}
