namespace Placement.Telemetry.Prediction;

/// <summary>A percentile of usage for each member of a set, summed: as if all peaked together.</summary>
/// <remarks>
/// E. Cortez, A. Bonde, A. Muzio, M. Russinovich, M. Fontoura and R. Bianchini, "Resource Central: understanding and predicting workloads for improved resource management in large cloud platforms",
/// SOSP 2017, DOI 10.1145/3132747.3132772, in the form of N. Bashir et al., EuroSys 2021, DOI 10.1145/3447786.3456259: percentile 99 in simulation, 80 in production. The risk is not heeded.
/// </remarks>
public sealed class ResourceCentralPredictor : IPeakPredictor
{
    private readonly double _percentile;

    /// <summary>Makes a predictor.</summary>
    /// <param name="percentile">Percentile of each member's usage, from 50 up to but not including 100. The default is 99.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percentile"/> is out of its range.</exception>
    public ResourceCentralPredictor(double percentile = 99) => _percentile = percentile is >= 50 and < 100
        ? percentile
        : throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "The percentile must be from 50 to below 100.");

    /// <inheritdoc />
    public string Name => "resource-central";

    /// <summary>Predicts one member. The prediction of a set is the sum over its members, not the prediction of their sum.</summary>
    /// <inheritdoc />
    public double PredictPeak(ReadOnlySpan<float> usage, PeakRequest request)
    {
        var sorted = UsageSamples.Sorted(usage, request);
        return sorted.Length == 0 ? request.Limit!.Value : UsageSamples.Within(UsageSamples.UpperQuantile(sorted, 1 - (_percentile / 100)), request);
    }
}
