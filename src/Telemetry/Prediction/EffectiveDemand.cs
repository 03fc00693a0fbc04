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

    /// <summary>How many standard deviations above the mean are exceeded with at most probability <paramref name="risk"/>, whatever the distribution.</summary>
    /// <remarks>Cantelli's inequality, the one-sided Chebyshev bound (F. P. Cantelli, Atti del Congresso Internazionale dei Matematici, Bologna, 1928); the robust variant of Cohen et al.
    /// At 1 % it asks for four times the deviations of the normal quantile: the price of assuming nothing.</remarks>
    /// <param name="risk">The probability of exceeding, above 0 and at most 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="risk"/> is not above 0 or is above 0.5.</exception>
    public static double DeviationsWhateverTheDistribution(double risk) => risk is > 0 and <= 0.5
        ? Math.Sqrt((1 - risk) / risk)
        : throw new ArgumentOutOfRangeException(nameof(risk), risk, "The risk must be above 0 and at most 0.5. For no risk at all plan with limits, not with a prediction.");

    /// <summary>The demand of a set with the given mean and variance.</summary>
    /// <param name="mean">The mean of the sum.</param>
    /// <param name="variance">The variance of the sum, at least 0; a negative rounding error counts as 0.</param>
    /// <param name="risk">The probability of exceeding, above 0 and at most 0.5.</param>
    public static double OfSet(double mean, double variance, double risk) => mean + (Deviations(risk) * Math.Sqrt(Math.Max(0, variance)));

    /// <summary>The demand of a set of replicas from their usage, with their variances and covariances.</summary>
    /// <param name="members">Usage of each replica over the same slots; <see cref="float.NaN"/> where a sample is missing. A slot counts only if all members have it.</param>
    /// <param name="risk">The probability of exceeding, above 0 and at most 0.5.</param>
    /// <exception cref="ArgumentException">There is no member, members differ in length, or no slot is complete.</exception>
    public static double OfSet(IReadOnlyList<float[]> members, double risk)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0 || members.Any(member => member.Length != members[0].Length))
        {
            throw new ArgumentException("A set needs at least one member, and all of the same length.", nameof(members));
        }

        var sum = new float[members[0].Length];
        foreach (var member in members)
        {
            for (var slot = 0; slot < sum.Length; slot++)
            {
                sum[slot] += member[slot];
            }
        }

        var complete = Array.FindAll(sum, value => !float.IsNaN(value));
        if (complete.Length == 0)
        {
            throw new ArgumentException("No slot has a sample of every member: the demand of the set is unknown, not zero.", nameof(members));
        }

        var (mean, deviation) = UsageSamples.Moments(complete);
        return OfSet(mean, deviation * deviation, risk);
    }
}
