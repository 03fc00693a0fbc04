namespace Placement.Telemetry.Prediction;

/// <summary>Mean and variance of a series in which the weight of a sample halves every so many samples.</summary>
/// <remarks>
/// One pass and a few numbers a series, by the incremental rule of T. Finch, "Incremental calculation of weighted mean and variance" (University of Cambridge, 2009).
/// While a series is younger than its half-life all its samples weigh alike. A prior counts as a few samples, so that one sample does not promise certainty.
/// Not safe for use by several threads at once.
/// </remarks>
public sealed class DecayingMoments
{
    private readonly double _smallestStep;
    private double _weight;

    /// <summary>Starts a series from what is known before its first sample.</summary>
    /// <param name="halfLife">Samples after which a sample counts half. Above 0.</param>
    /// <param name="priorMean">The mean expected before any sample. Finite.</param>
    /// <param name="priorVariance">The variance expected before any sample. At least 0.</param>
    /// <param name="priorWeight">How many samples the prior counts for. Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public DecayingMoments(double halfLife, double priorMean, double priorVariance, double priorWeight = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(halfLife);
        ArgumentOutOfRangeException.ThrowIfNegative(priorVariance);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(priorWeight);
        if (!double.IsFinite(priorMean) || !double.IsFinite(priorVariance))
        {
            throw new ArgumentOutOfRangeException(nameof(priorMean), priorMean, "The prior must be finite.");
        }

        _smallestStep = 1 - Math.Pow(0.5, 1 / halfLife);
        _weight = priorWeight;
        Mean = priorMean;
        Variance = priorVariance;
        Last = priorMean;
    }

    /// <summary>Gets the weighted mean.</summary>
    public double Mean { get; private set; }

    /// <summary>Gets the weighted variance. At least 0.</summary>
    public double Variance { get; private set; }

    /// <summary>Gets the newest sample, or the prior mean before the first.</summary>
    public double Last { get; private set; }

    /// <summary>Takes the next sample.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not finite: leave a missing sample out instead.</exception>
    public void Observe(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A sample must be finite. Leave a missing sample out instead.");
        }

        _weight++;
        var step = Math.Max(_smallestStep, 1 / _weight);
        var surprise = value - Mean;
        Mean += step * surprise;
        Variance = (1 - step) * (Variance + (step * surprise * surprise));
        Last = value;
    }

    /// <summary>The level expected next: between the mean and the newest sample.</summary>
    /// <param name="persistence">The share of the newest surprise expected to last, 0..1.</param>
    public double Level(double persistence) => Mean + (persistence * (Last - Mean));
}
