namespace Placement.Telemetry.Prediction;

/// <summary>N-sigma: mean plus N standard deviations. With no N stated, as many as leave the stated risk above a normal distribution.</summary>
/// <remarks>N. Bashir, N. Deng, K. Rzadca, D. Irwin, S. Kodak and R. Jnagal, "Take it to the limit: peak prediction-driven resource overcommitment in datacenters",
/// EuroSys 2021, DOI 10.1145/3447786.3456259: N = 5 in simulation and 3 in production.</remarks>
public sealed class SigmaPredictor : IPeakPredictor
{
    private readonly double? _deviations;

    /// <summary>Makes a predictor.</summary>
    /// <param name="deviations">N, at least 0; <see langword="null"/> (the default) follows the risk.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="deviations"/> is negative.</exception>
    public SigmaPredictor(double? deviations = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviations ?? 0);
        _deviations = deviations;
    }

    /// <inheritdoc />
    public string Name => _deviations is { } n ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{n:0.#}-sigma") : "sigma";

    /// <inheritdoc />
    public double PredictPeak(ReadOnlySpan<float> usage, PeakRequest request)
    {
        var present = UsageSamples.Present(usage, request);
        if (present.Length == 0)
        {
            return request.Limit!.Value;
        }

        var (mean, deviation) = UsageSamples.Moments(present);
        return UsageSamples.Within(mean + ((_deviations ?? EffectiveDemand.Deviations(request.Risk)) * deviation), request);
    }
}
