namespace Placement.Telemetry.Prediction;

/// <summary>A histogram whose buckets grow by 5 % and whose samples halve in weight over time; the prediction is the upper end of the bucket at the percentile.</summary>
/// <remarks>
/// As the recommender of the Kubernetes Vertical Pod Autoscaler (github.com/kubernetes/autoscaler, vertical-pod-autoscaler), which follows the moving window of
/// K. Rzadca et al., "Autopilot: workload autoscaling at Google", EuroSys 2020, DOI 10.1145/3342195.3387524. The autoscaler takes fixed percentiles and adds 15 %; here the percentile follows the risk.
/// </remarks>
public sealed class DecayingHistogramPredictor : IPeakPredictor
{
    private const double Growth = 1.05;
    private const double SmallestShare = 1e-4;

    private readonly TimeSpan _halfLife;

    /// <summary>Makes a predictor.</summary>
    /// <param name="halfLife">The age at which a sample counts half, above zero; <see langword="null"/> for 24 hours.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="halfLife"/> is not above zero.</exception>
    public DecayingHistogramPredictor(TimeSpan? halfLife = null)
    {
        _halfLife = halfLife ?? TimeSpan.FromHours(24);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_halfLife, TimeSpan.Zero, nameof(halfLife));
    }

    /// <inheritdoc />
    public string Name => "decaying-histogram";

    /// <inheritdoc />
    public double PredictPeak(ReadOnlySpan<float> usage, PeakRequest request)
    {
        var sorted = UsageSamples.Sorted(usage, request);
        if (sorted.Length == 0)
        {
            return request.Limit!.Value;
        }

        var largest = (double)sorted[^1];
        if (largest <= 0)
        {
            return UsageSamples.Within(largest, request);
        }

        var first = largest * SmallestShare;
        var weights = new double[2 + (int)Math.Ceiling(Math.Log(1 / SmallestShare) / Math.Log(Growth))];
        var (total, decay) = (0.0, Math.Pow(0.5, request.Interval / _halfLife));
        var weight = 1.0;
        for (var i = usage.Length - 1; i >= 0; i--, weight *= decay)
        {
            if (!float.IsNaN(usage[i]))
            {
                weights[Bucket(usage[i], first)] += weight;
                total += weight;
            }
        }

        var above = 0.0;
        var bucket = weights.Length - 1;
        while (bucket > 0 && above + weights[bucket] <= request.Risk * total)
        {
            above += weights[bucket--];
        }

        return UsageSamples.Within(Math.Min(largest, first * Math.Pow(Growth, bucket)), request);
    }

    /// <summary>Bucket b holds values up to first x 1.05^b.</summary>
    private static int Bucket(double value, double first) => value <= first ? 0 : (int)Math.Ceiling((Math.Log(value / first) / Math.Log(Growth)) - 1e-9);
}
