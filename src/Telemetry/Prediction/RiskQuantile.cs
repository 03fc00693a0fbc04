using MathNet.Numerics.Distributions;

namespace Placement.Telemetry.Prediction;

/// <summary>The value that future samples exceed with at most a stated risk, as far as past samples can vouch for it: an upper confidence limit of 95 %, or infinity.</summary>
/// <remarks>
/// Where there are samples enough, the sample whose rank is the limit whatever the distribution (C. J. Clopper and E. S. Pearson, Biometrika 26(4), 1934, DOI 10.1093/biomet/26.4.404): none may exceed below three over the risk
/// (J. A. Hanley and A. Lippman-Hand, JAMA 249(13), 1983, DOI 10.1001/jama.1983.03330370053031). Else the highest sample, or the upper limit of an exponential tail above the 95th percentile if
/// that is higher (peaks over threshold: J. Pickands, Annals of Statistics 3(1), 1975, DOI 10.1214/aos/1176343003). Samples count by what they say: those of a burst say little more than one.
/// </remarks>
public static class RiskQuantile
{
    private const double TailShare = 0.05;
    private const double Confidence = 0.95;

    /// <summary>Gets the value.</summary>
    /// <param name="series">Samples of one or more series over the same slots, oldest first; <see cref="float.NaN"/> where one is missing. At least one sample.</param>
    /// <param name="risk">The share of samples that may exceed the value, above 0 and at most 0.5.</param>
    /// <returns>The value; <see cref="double.PositiveInfinity"/> where the samples say less about the tail than one independent sample would, so that no value can be promised.</returns>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="risk"/> is out of its range.</exception>
    public static double Of(IReadOnlyList<float[]> series, double risk)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (!(risk is > 0 and <= 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(risk), risk, "The risk must be above 0 and at most 0.5.");
        }

        var sorted = series.SelectMany(row => row).Where(value => !float.IsNaN(value)).ToArray();
        if (sorted.Length == 0)
        {
            throw new ArgumentException("There is no sample, so the risk is unknown.", nameof(series));
        }

        Array.Sort(sorted);
        var first = (int)(sorted.Length * (1 - TailShare));
        var asOne = BatchMeans.SamplesAsOne(series, sorted[first]);
        return AllowedShare(sorted.Length / asOne, risk) is { } share
            ? sorted[^((int)(share * sorted.Length) + 1)]
            : Math.Max(sorted[^1], Tail(sorted.AsSpan(first), asOne, risk));
    }

    /// <summary>The largest share of so many independent samples that may exceed a value while the true share is at most the risk with confidence; <see langword="null"/> where not even none would show it.</summary>
    private static double? AllowedShare(double samples, double risk)
    {
        if (Math.Pow(1 - risk, samples) > 1 - Confidence)
        {
            return null;
        }

        var (low, high) = (0.0, samples * risk); // the limit of a share is above the share, so the allowed one is below the risk
        while (high - low > 1e-6 * samples)
        {
            var middle = (low + high) / 2;
            (low, high) = Beta.CDF(middle + 1, samples - middle, risk) >= Confidence ? (middle, high) : (low, middle);
        }

        return low / samples;
    }

    private static double Tail(ReadOnlySpan<float> tail, double asOne, double risk)
    {
        var independent = tail.Length / asOne;
        if (independent < 1)
        {
            return double.PositiveInfinity;
        }

        var excess = 0.0;
        foreach (var value in tail)
        {
            excess += value - tail[0];
        }

        // twice the sum of k exponential excesses, over their mean, is chi-squared with 2 k degrees of freedom
        var mean = excess / tail.Length * 2 * independent / ChiSquared.InvCDF(2 * independent, 1 - Confidence);
        return tail[0] + (mean * Math.Max(0, Math.Log(TailShare / risk)));
    }
}
