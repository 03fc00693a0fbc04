namespace Placement.Telemetry.Prediction;

/// <summary>The mean plus a share of what another predictor adds to it: what a member of a set needs when not all members peak together.</summary>
/// <remarks>
/// The standard deviation of a sum is at most the sum of the standard deviations, and less unless all move as one, so a share of 1 is safe for any set and a smaller one has to be
/// shown safe on time not planned on. A demand made so is a number a replica, which every solver takes; see <see cref="EffectiveDemand"/> for the demand of a given set.
/// </remarks>
public sealed class SharedPeakPredictor : IPeakPredictor
{
    private readonly IPeakPredictor _inner;
    private readonly double _share;

    /// <summary>Makes a predictor.</summary>
    /// <param name="inner">Predicts the peak of a member alone.</param>
    /// <param name="share">The share of the peak above the mean that is kept for each member, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is out of its range.</exception>
    public SharedPeakPredictor(IPeakPredictor inner, double share)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share must be from 0 to 1.");
        }

        (_inner, _share) = (inner, share);
    }

    /// <inheritdoc />
    public string Name => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_inner.Name} x {_share:0.##}");

    /// <inheritdoc />
    public double PredictPeak(ReadOnlySpan<float> usage, PeakRequest request)
    {
        var peak = _inner.PredictPeak(usage, request);
        var present = UsageSamples.Present(usage, request);
        if (present.Length == 0)
        {
            return peak;
        }

        var mean = UsageSamples.Moments(present).Mean;
        return mean + (_share * Math.Max(0, peak - mean));
    }
}
