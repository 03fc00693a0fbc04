namespace Placement.Telemetry.Prediction;

/// <summary>What all predictors do with a past: leave out what is missing, fall back on the limit, stay below it.</summary>
internal static class UsageSamples
{
    /// <summary>Takes the samples that are there, sorted. Empty only if a limit takes their place.</summary>
    public static float[] Sorted(ReadOnlySpan<float> usage, PeakRequest request)
    {
        var present = Present(usage, request);
        Array.Sort(present);
        return present;
    }

    /// <summary>Takes the samples that are there, in order. Empty only if a limit takes their place.</summary>
    public static float[] Present(ReadOnlySpan<float> usage, PeakRequest request)
    {
        var count = 0;
        foreach (var value in usage)
        {
            count += float.IsNaN(value) ? 0 : 1;
        }

        if (count == 0 && request.Limit is null)
        {
            throw new InvalidOperationException($"None of {usage.Length} samples is there and there is no limit: the peak is unknown, not zero. State a limit, or leave the series out.");
        }

        var present = new float[count];
        var next = 0;
        foreach (var value in usage)
        {
            if (!float.IsNaN(value))
            {
                present[next++] = value;
            }
        }

        return present;
    }

    public static double Within(double prediction, PeakRequest request) => request.Limit is { } limit ? Math.Min(prediction, limit) : prediction;

    /// <summary>The sample that the next exceeds with at most the risk if all are exchangeable: rank ceil((n + 1)(1 - risk)), or the largest if there are too few.</summary>
    public static double UpperQuantile(ReadOnlySpan<float> sorted, double risk)
    {
        var rank = (int)Math.Ceiling(((sorted.Length + 1) * (1 - risk)) - 1e-9);
        return sorted[Math.Clamp(rank, 1, sorted.Length) - 1];
    }

    public static (double Mean, double Deviation) Moments(ReadOnlySpan<float> values)
    {
        var (mean, squares, count) = (0.0, 0.0, 0);
        foreach (var value in values)
        {
            count++;
            var surprise = value - mean;
            mean += surprise / count;
            squares += surprise * (value - mean);
        }

        return (mean, count > 1 ? Math.Sqrt(squares / (count - 1)) : 0);
    }
}
