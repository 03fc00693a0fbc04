using MathNet.Numerics.Statistics;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Analysis;

/// <summary>How much two series rise and fall together: those that peak apart can share a node.</summary>
public sealed record CoMovement
{
    /// <value>One series.</value>
    public required SeriesKey First { get; init; }

    /// <value>The other series.</value>
    public required SeriesKey Second { get; init; }

    /// <value>Spearman's rank correlation over the slots that both have, -1 to 1; 0 when one of them never changes or fewer than 3 slots are common.</value>
    public required double RankCorrelation { get; init; }

    /// <value>Of the slots in which one is in its highest 5 %, the share in which the other is too, 0 to 1.</value>
    public required double SharedPeaks { get; init; }

    /// <summary>Compares two profiles of one window.</summary>
    /// <exception cref="InvalidOperationException">The window was read without its grid.</exception>
    /// <exception cref="ArgumentException">The profiles are of different windows.</exception>
    public static CoMovement Between(UsageProfile first, UsageProfile second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Axis != second.Axis)
        {
            throw new ArgumentException($"{second.Key} is of another window than {first.Key}.", nameof(second));
        }

        var (rowOne, rowTwo) = (first.Row, second.Row);
        if (rowOne is null || rowTwo is null)
        {
            throw new InvalidOperationException("Co-movement needs the usage of each slot. Read the window with its grid.");
        }

        var (one, two) = (new List<double>(), new List<double>());
        var (either, both) = (0, 0);
        for (var slot = 0; slot < rowOne.Count; slot++)
        {
            var (a, b) = (rowOne.Peaks[slot], rowTwo.Peaks[slot]);
            if (float.IsNaN(a) || float.IsNaN(b))
            {
                continue;
            }

            one.Add(a);
            two.Add(b);
            var (high, low) = (a > first.P95 || b > second.P95, a > first.P95 && b > second.P95);
            either += high ? 1 : 0;
            both += low ? 1 : 0;
        }

        var correlation = one.Count < 3 ? 0 : Correlation.Spearman(one, two);
        return new CoMovement
        {
            First = first.Key,
            Second = second.Key,
            RankCorrelation = double.IsNaN(correlation) ? 0 : Math.Clamp(correlation, -1, 1),
            SharedPeaks = either == 0 ? 0 : (double)both / either,
        };
    }

    /// <summary>Finds the pairs that peak together most, of the busiest series.</summary>
    /// <param name="profiles">Profiles of one window; at most the 60 with the highest P95 are compared.</param>
    /// <param name="count">Pairs to return, at least 1.</param>
    public static IReadOnlyList<CoMovement> Strongest(IEnumerable<UsageProfile> profiles, int count = 20)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var busiest = profiles.OrderByDescending(profile => profile.P95).ThenBy(profile => profile.Key).Take(60).ToArray();
        var pairs =
            from i in Enumerable.Range(0, busiest.Length)
            from j in Enumerable.Range(i + 1, busiest.Length - i - 1)
            let pair = Between(busiest[i], busiest[j])
            orderby pair.RankCorrelation descending, pair.First, pair.Second
            select pair;
        return [.. pairs.Take(count)];
    }
}
