namespace Placement.Telemetry.Prediction;

/// <summary>The busiest hour of the week (or of the day, while the past is shorter than a fortnight): the highest over the hours of mean plus deviations within the hour.</summary>
/// <remarks>
/// Seasonal means as in R. J. Hyndman and G. Athanasopoulos, "Forecasting: principles and practice", 3rd edition, 2021, otexts.com/fpp3, with the deviation pooled over all hours,
/// since an hour alone has few samples. A past shorter than two days has no season and is predicted by its mean and deviation.
/// </remarks>
public sealed class SeasonalPredictor : IPeakPredictor
{
    private const int HoursADay = 24;
    private const int HoursAWeek = 168;

    /// <inheritdoc />
    public string Name => "seasonal";

    /// <inheritdoc />
    public double PredictPeak(ReadOnlySpan<float> usage, PeakRequest request)
    {
        var present = UsageSamples.Present(usage, request);
        if (present.Length == 0)
        {
            return request.Limit!.Value;
        }

        var busiest = double.NegativeInfinity;
        var means = HourlyMeans(usage, request);
        var (squares, count) = (0.0, 0);
        for (var i = 0; i < usage.Length; i++)
        {
            if (!float.IsNaN(usage[i]))
            {
                var mean = means[Hour(i, request, means.Length)];
                busiest = Math.Max(busiest, mean);
                squares += (usage[i] - mean) * (usage[i] - mean);
                count++;
            }
        }

        var deviation = Math.Sqrt(squares / Math.Max(1, count - means.Length));
        return UsageSamples.Within(busiest + (EffectiveDemand.Deviations(request.Risk) * deviation), request);
    }

    /// <summary>The mean of each hour of the season that has samples.</summary>
    internal static double[] HourlyMeans(ReadOnlySpan<float> usage, PeakRequest request)
    {
        var length = usage.Length * request.Interval;
        var means = new double[length >= TimeSpan.FromDays(14) ? HoursAWeek : length >= TimeSpan.FromDays(2) ? HoursADay : 1];
        var counts = new int[means.Length];
        for (var i = 0; i < usage.Length; i++)
        {
            if (!float.IsNaN(usage[i]))
            {
                var hour = Hour(i, request, means.Length);
                counts[hour]++;
                means[hour] += (usage[i] - means[hour]) / counts[hour];
            }
        }

        return means;
    }

    private static int Hour(int sample, PeakRequest request, int season) =>
        (int)((request.Start.UtcTicks + (sample * request.Interval.Ticks)) / TimeSpan.TicksPerHour % season);
}
