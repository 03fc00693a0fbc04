namespace Placement.Telemetry.Prediction;

/// <summary>The percentile of the past that leaves the stated risk above it; the largest sample if there are too few for that.</summary>
/// <remarks>The rank is that of split conformal prediction, exact for exchangeable samples: J. Lei, M. G'Sell, A. Rinaldo, R. Tibshirani and L. Wasserman,
/// "Distribution-free predictive inference for regression", Journal of the American Statistical Association 113(523), 2018, DOI 10.1080/01621459.2017.1307116.</remarks>
public sealed class PercentilePredictor : IPeakPredictor
{
    /// <inheritdoc />
    public string Name => "percentile";

    /// <inheritdoc />
    public double PredictPeak(ReadOnlySpan<float> usage, PeakRequest request)
    {
        var sorted = UsageSamples.Sorted(usage, request);
        return sorted.Length == 0 ? request.Limit!.Value : UsageSamples.Within(UsageSamples.UpperQuantile(sorted, request.Risk), request);
    }
}
