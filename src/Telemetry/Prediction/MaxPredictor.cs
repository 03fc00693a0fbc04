namespace Placement.Telemetry.Prediction;

/// <summary>The most ever used. It knows no risk: a longer past is the only way to be safer.</summary>
/// <remarks>The "per-task max" baseline of N. Bashir et al., "Take it to the limit: peak prediction-driven resource overcommitment in datacenters", EuroSys 2021, DOI 10.1145/3447786.3456259.</remarks>
public sealed class MaxPredictor : IPeakPredictor
{
    /// <inheritdoc />
    public string Name => "max";

    /// <inheritdoc />
    public double PredictPeak(ReadOnlySpan<float> usage, PeakRequest request)
    {
        var sorted = UsageSamples.Sorted(usage, request);
        return sorted.Length == 0 ? request.Limit!.Value : UsageSamples.Within(sorted[^1], request);
    }
}
