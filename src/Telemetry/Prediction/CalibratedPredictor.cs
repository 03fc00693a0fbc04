namespace Placement.Telemetry.Prediction;

/// <summary>A predictor raised by the factor that would have kept the stated risk on time that it had not seen. The one to use where a risk is promised.</summary>
/// <remarks>
/// The past of several series is cut; the predictor sees the first part and is held against the rest. The factor is the quantile of usage over prediction, pooled over the series (split conformal
/// prediction: J. Lei et al., Journal of the American Statistical Association 113(523), 2018, DOI 10.1080/01621459.2017.1307116), at the upper limit of its confidence: <see cref="RiskQuantile"/>.
/// </remarks>
public sealed class CalibratedPredictor : IPeakPredictor
{
    private readonly IPeakPredictor _inner;

    private CalibratedPredictor(IPeakPredictor inner, double factor) => (_inner, Factor) = (inner, factor);

    /// <inheritdoc />
    public string Name => "calibrated";

    /// <summary>Gets the factor by which predictions are raised. At least 1; infinite where what was checked cannot vouch for so rare a risk, so that only the limit can be promised.</summary>
    public double Factor { get; }

    /// <summary>Learns the factor.</summary>
    /// <param name="inner">The predictor to raise.</param>
    /// <param name="series">Past usage of series like those to predict: best, of sets that this predictor would put together. At least one.</param>
    /// <param name="request">The risk and the interval that will be asked for.</param>
    /// <param name="seen">How many of the first samples the predictor sees; at least 1, and fewer than there are.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seen"/> leaves nothing to see or nothing to check.</exception>
    /// <exception cref="ArgumentException">There is no series with a sample to check.</exception>
    public static CalibratedPredictor Learn(IPeakPredictor inner, IReadOnlyList<float[]> series, PeakRequest request, int seen)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(seen, 1);
        var ratios = new List<float[]>();
        foreach (var usage in series)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(seen, usage.Length);
            var predicted = inner.PredictPeak(usage.AsSpan(0, seen), request);
            ratios.Add(Array.ConvertAll(usage[seen..], value => predicted > 0 ? (float)(value / predicted) : float.NaN));
        }

        return new CalibratedPredictor(inner, Math.Max(1, RiskQuantile.Of(ratios, request.Risk)));
    }

    /// <inheritdoc />
    public double PredictPeak(ReadOnlySpan<float> usage, PeakRequest request) => UsageSamples.Within(Factor * _inner.PredictPeak(usage, request), request);
}
