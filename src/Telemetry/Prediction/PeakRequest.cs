namespace Placement.Telemetry.Prediction;

/// <summary>What is asked of a predictor.</summary>
public readonly record struct PeakRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="risk">The share of future slots that may exceed the prediction, above 0 and at most 0.5.</param>
    /// <param name="interval">The time between two samples, above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public PeakRequest(double risk, TimeSpan interval)
    {
        if (!(risk is > 0 and <= 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(risk), risk, "The risk must be above 0 and at most 0.5.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        Risk = risk;
        Interval = interval;
    }

    /// <summary>Gets the share of future slots that may exceed the prediction, in (0, 0.5].</summary>
    public double Risk { get; }

    /// <summary>Gets the time between two samples.</summary>
    public TimeSpan Interval { get; }

    /// <value>The most that can be used, in the unit of the samples; <see langword="null"/> (the default) if there is no limit. No prediction exceeds it.</value>
    public double? Limit { get; init; }

    /// <value>The time of the first sample, for seasonal predictors. The default is 0001-01-01, a Monday, 00:00 UTC.</value>
    public DateTimeOffset Start { get; init; }
}
