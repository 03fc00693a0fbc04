namespace Placement.Telemetry.Profiles;

/// <summary>Ranks of percentiles, by nearest rank.</summary>
internal static class Ranking
{
    /// <summary>The rank, from 1, of a percentile among <paramref name="count"/> ascending values.</summary>
    public static int Rank(double percent, int count)
    {
        if (!(percent > 0 && percent <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A percentile must be above 0 and at most 100.");
        }

        // 99.9 % of 1000 is 999.0000000000001 in doubles; the small term keeps its rank 999.
        return Math.Clamp((int)Math.Ceiling((percent * count / 100) - 1e-9), 1, Math.Max(1, count));
    }

    public static int CountUpTo(float[] ascending, double value)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = ascending[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
