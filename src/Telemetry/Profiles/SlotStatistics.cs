using System.Buffers;

namespace Placement.Telemetry.Profiles;

/// <summary>The figures of one row. Two passes where one would lose digits: memory is about 1e11 with a deviation of 1e6.</summary>
internal static class SlotStatistics
{
    public static (int Count, int First, int Last, double Mean, double StandardDeviation) Moments(UsageRow row)
    {
        var peaks = row.Peaks;
        var means = row.Means;
        var (count, first, last) = (0, -1, -1);
        double sum = 0, sumOfPeaks = 0;
        for (var slot = 0; slot < peaks.Length; slot++)
        {
            if (!float.IsNaN(peaks[slot]))
            {
                first = first < 0 ? slot : first;
                last = slot;
                count++;
                sum += means[slot];
                sumOfPeaks += peaks[slot];
            }
        }

        if (count == 0)
        {
            return (0, 0, 0, 0, 0);
        }

        var centre = sumOfPeaks / count;
        double squares = 0, rest = 0;
        foreach (var peak in peaks)
        {
            if (!float.IsNaN(peak))
            {
                var off = peak - centre;
                squares += off * off;
                rest += off;
            }
        }

        // The correction removes what the rounding of the centre left (Chan, Golub, LeVeque 1983).
        var variance = count > 1 ? Math.Max(0, squares - (rest * rest / count)) / (count - 1) : 0;
        return (count, first, last, sum / count, Math.Sqrt(variance));
    }

    public static double Max(UsageRow row)
    {
        double max = 0;
        foreach (var peak in row.Peaks)
        {
            max = peak > max ? peak : max; // false for NaN
        }

        return max;
    }

    /// <summary>Sorts the full slots' peaks into <paramref name="sorted"/>, which has room for them.</summary>
    /// <returns>How many there are.</returns>
    public static int Sort(UsageRow row, Span<float> sorted)
    {
        var peaks = row.Peaks;
        var count = 0;
        for (var slot = 0; slot < peaks.Length; slot++)
        {
            if (row.IsFull(slot))
            {
                sorted[count++] = peaks[slot];
            }
        }

        var scratch = ArrayPool<float>.Shared.Rent(peaks.Length);
        RadixSort.Sort(sorted[..count], scratch);
        ArrayPool<float>.Shared.Return(scratch);
        return count;
    }

    public static int LongestGap(UsageRow row)
    {
        var (longest, run) = (0, 0);
        for (var slot = 0; slot < row.Count; slot++)
        {
            run = row.IsFull(slot) ? 0 : run + 1;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    public static IReadOnlyList<HourUsage> ByHour(SlotAxis axis, UsageRow row, int hours, Func<int, int> hourOf)
    {
        var peaks = new List<float>[hours];
        var sums = new double[hours];
        for (var slot = 0; slot < row.Count; slot++)
        {
            if (!float.IsNaN(row.Peaks[slot]))
            {
                var hour = hourOf(slot);
                (peaks[hour] ??= []).Add(row.Peaks[slot]);
                sums[hour] += row.Means[slot];
            }
        }

        var usage = new HourUsage[hours];
        for (var hour = 0; hour < hours; hour++)
        {
            var values = peaks[hour];
            values?.Sort();
            usage[hour] = values is null
                ? new HourUsage { Hour = hour, Slots = 0 }
                : new HourUsage { Hour = hour, Slots = values.Count, Mean = sums[hour] / values.Count, P95 = values[Ranking.Rank(95, values.Count) - 1], Max = values[^1] };
        }

        return usage;
    }
}
