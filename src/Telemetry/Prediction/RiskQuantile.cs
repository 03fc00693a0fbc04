namespace Placement.Telemetry.Prediction;

/// <summary>The value that future samples exceed with at most a stated risk, read off past samples that are taken to be like them.</summary>
/// <remarks>
/// The rank of split conformal prediction (J. Lei et al., Journal of the American Statistical Association 113(523), 2018, DOI 10.1080/01621459.2017.1307116), or the quantile of an exponential tail
/// above the 95th percentile where that is higher, so that a risk rarer than the samples can show is not read as zero (peaks over threshold: J. Pickands, Annals of Statistics 3(1), 1975, DOI 10.1214/aos/1176343003).
/// </remarks>
public static class RiskQuantile
{
    private const double TailShare = 0.05;

    /// <summary>Gets the value.</summary>
    /// <param name="sorted">Samples in ascending order; at least one, none missing.</param>
    /// <param name="risk">The share of samples that may exceed the value, above 0 and at most 0.5.</param>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="risk"/> is out of its range.</exception>
    public static double Of(ReadOnlySpan<float> sorted, double risk)
    {
        if (sorted.IsEmpty)
        {
            throw new ArgumentException("There is no sample, so the risk is unknown.", nameof(sorted));
        }

        if (!(risk is > 0 and <= 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(risk), risk, "The risk must be above 0 and at most 0.5.");
        }

        return Math.Max(UsageSamples.UpperQuantile(sorted, risk), Tail(sorted, risk));
    }

    private static double Tail(ReadOnlySpan<float> sorted, double risk)
    {
        if (risk >= TailShare)
        {
            return double.NegativeInfinity;
        }

        var first = (int)(sorted.Length * (1 - TailShare));
        var excess = 0.0;
        foreach (var value in sorted[first..])
        {
            excess += value - sorted[first];
        }

        return sorted[first] + (excess / (sorted.Length - first) * Math.Log(TailShare / risk));
    }
}
