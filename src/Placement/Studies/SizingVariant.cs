using Placement.Telemetry.Prediction;

namespace Placement.Studies;

/// <summary>One way of sizing a fleet: a cell of the sensitivity grid, or the headline.</summary>
public sealed record SizingVariant
{
    /// <summary>Gets whether sizes are what owners asked for, instead of what was measured.</summary>
    public bool ByRequest { get; init; }

    /// <summary>Gets the percentile of usage that a size is taken at; without effect on sizes by request.</summary>
    /// <value>Above 0, at most 100 (the maximum). The default is 95.</value>
    public double Percentile
    {
        get;
        init => field = value is > 0 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Percentile must be above 0 and at most 100.");
    } = 95;

    /// <summary>Gets the share of a node's capacity that sizes may add up to.</summary>
    /// <value>In whole percent, 1 to 100. The default is 70.</value>
    public int TargetPercent
    {
        get;
        init => field = value is >= 1 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "TargetPercent must be from 1 to 100.");
    } = 70;

    /// <summary>Gets whether the nodes that stay must have room for the replicas of any one of them (N+1).</summary>
    public bool SurvivesNodeLoss { get; init; }

    /// <summary>Gets what predicts the CPU peak of a replica in place of <see cref="Percentile"/> and the policy's headroom; <see langword="null"/> (the default) keeps those.</summary>
    public IPeakPredictor? Predictor { get; init; }

    /// <summary>Gets the share of time slots that may exceed a prediction; without effect when there is no <see cref="Predictor"/>.</summary>
    /// <value>Above 0, at most 0.5. The default is 0.01.</value>
    public double Risk
    {
        get;
        init => field = value is > 0 and <= 0.5 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Risk must be above 0 and at most 0.5.");
    } = 0.01;

    /// <summary>Gets whether CPU has a demand for each hour of the day, so that workloads with opposite peaks share a node; memory has the same demand all day.</summary>
    /// <value>The default is <see langword="false"/>: one demand for all time. Needs telemetry of at least a day with slots of an hour or less.</value>
    public bool ByHourOfDay { get; init; }

    /// <summary>Gets the time up to which (excluded) telemetry may be looked at; <see langword="null"/> means all of it. A backtest sets it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Gets the percentile as it is written in reports: <c>p95</c>, <c>max</c> for 100, <c>requested</c>, or the predictor in its place.</summary>
    public string PercentileName => ByRequest ? "requested"
        : Predictor is { } predictor ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{predictor.Name} ({100 * Risk:0.###} % risk)")
        : Percentile >= 100 ? "max"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"p{Percentile:0.###}");

    /// <inheritdoc />
    public override string ToString() =>
        PercentileName + $", target {TargetPercent} %" + (SurvivesNodeLoss ? ", N+1" : "") + (ByHourOfDay ? ", by hour of day" : "");
}
