using MathNet.Numerics.Distributions;

namespace Placement.Telemetry.Prediction;

/// <summary>The demand of a set of replicas that is exceeded with a stated risk.</summary>
/// <remarks>
/// The variance of a sum is the sum of the variances and of twice the covariances, so a set needs less than the sum of its members' percentiles unless all peak together.
/// M. C. Cohen, P. W. Keller, V. Mirrokni and M. Zadimoghaddam, "Overcommitment in Cloud Services: Bin Packing with Chance Constraints",
/// Management Science 65(7), 2019, DOI 10.1287/mnsc.2018.3091; the normal quantile is theirs, the covariances are added here.
/// </remarks>
public static class EffectiveDemand
{
    /// <summary>How many standard deviations above the mean are exceeded with probability <paramref name="risk"/>, if the sum is normal.</summary>
    /// <param name="risk">The probability of exceeding, above 0 and at most 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="risk"/> is not above 0 or is above 0.5.</exception>
    public static double Deviations(double risk) => risk is > 0 and <= 0.5
        ? -Normal.InvCDF(0, 1, risk)
        : throw new ArgumentOutOfRangeException(nameof(risk), risk, "The risk must be above 0 and at most 0.5. For no risk at all plan with limits, not with a prediction.");

    /// <summary>The demand of a set with the given mean and variance.</summary>
    /// <param name="mean">The mean of the sum.</param>
    /// <param name="variance">The variance of the sum, at least 0; a negative rounding error counts as 0.</param>
    /// <param name="risk">The probability of exceeding, above 0 and at most 0.5.</param>
    public static double OfSet(double mean, double variance, double risk) => mean + (Deviations(risk) * Math.Sqrt(Math.Max(0, variance)));
}
