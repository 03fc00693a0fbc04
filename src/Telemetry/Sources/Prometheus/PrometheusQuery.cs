using System.Text.RegularExpressions;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>One resource read from a server of the Prometheus API.</summary>
/// <remarks>
/// The expression is PromQL in which <c>$match</c> stands for further label matchers (each ending in a comma; write <c>metric{$match job="x"}</c>) and <c>$range</c> for the width of a step.
/// Wrap gauges in <c>max_over_time(...[$range])</c> or <c>last_over_time</c> and counters in <c>rate(...[$range])</c>: a bare selector repeats the last value for five minutes after
/// a target is gone, and so hides gaps.
/// </remarks>
public sealed partial record PrometheusQuery
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

    /// <value>
    /// A selector of the metric that names every series there should be, as <c>node_cpu_seconds_total{mode="idle"}</c>. What it names and has no data is reported, not left out. The default is the
    /// first selector of the expression.
    /// </value>
    public string Discovery
    {
        get => field ?? FirstSelector(Expression);
        init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("A selector must name a metric.", nameof(value)) : value;
    }

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

    /// <summary>Makes a query of an expression that may lack <c>$match</c>, which is then put into its first selector, and <c>$range</c>, which is not needed.</summary>
    /// <exception cref="InvalidTelemetryException">The expression has no <c>$match</c> and no selector in braces or before a range to put it in.</exception>
    public static string Splittable(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        if (expression.Contains("$match", StringComparison.Ordinal))
        {
            return expression;
        }

        var split = BracedSelector().Replace(expression, "$1{$$match ");
        if (split == expression)
        {
            split = RangedMetric().Replace(expression, "$1{$$match}[");
        }

        return split != expression
            ? split
            : throw new InvalidTelemetryException($"The expression '{expression}' has no $match, so that it could not be split by series. Write metric{{$match}}.");
    }

    /// <summary>Gets whether the expression takes a rate of a counter, for which a range needs a sample at its very start.</summary>
    internal bool TakesRate => Expression.Contains("rate(", StringComparison.Ordinal) || Expression.Contains("increase(", StringComparison.Ordinal);

    private static string FirstSelector(string expression)
    {
        var match = MatchedSelector().Match(expression);
        var rest = match.Groups[2].Value.Trim();
        return rest.Length == 0 ? match.Groups[1].Value : $"{match.Groups[1].Value}{{{rest}}}";
    }

    [GeneratedRegex(@"([a-zA-Z_:][a-zA-Z0-9_:]*)\s*\{(?!\s*\})")]
    private static partial Regex BracedSelector();

    [GeneratedRegex(@"([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{\s*\})?\s*\[")]
    private static partial Regex RangedMetric();

    [GeneratedRegex(@"([a-zA-Z_:][a-zA-Z0-9_:]*)\s*\{\s*\$match([^}]*)\}")]
    private static partial Regex MatchedSelector();
}
