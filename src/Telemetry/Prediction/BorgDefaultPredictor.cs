namespace Placement.Telemetry.Prediction;

/// <summary>A fixed share of the limit, whatever is used.</summary>
/// <remarks>"Borg-default" of N. Bashir et al., EuroSys 2021, DOI 10.1145/3447786.3456259. The paper's share is 0.9, since the 95th percentile of usage over limit lies below.
/// With no limit the largest sample stands in for it.</remarks>
public sealed class BorgDefaultPredictor : IPeakPredictor
{
    private readonly double _share;

    /// <summary>Makes a predictor.</summary>
    /// <param name="share">Share of the limit, above 0 and at most 1. The default is 0.9.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is out of its range.</exception>
    public BorgDefaultPredictor(double share = 0.9) => _share = share is > 0 and <= 1
        ? share
        : throw new ArgumentOutOfRangeException(nameof(share), share, "The share must be above 0 and at most 1.");

    /// <inheritdoc />
    public string Name => "borg-default";

    /// <inheritdoc />
    public double PredictPeak(ReadOnlySpan<float> usage, PeakRequest request) =>
        request.Limit is { } limit ? _share * limit : UsageSamples.Sorted(usage, request)[^1];
}
