namespace Placement.Telemetry.Prediction;

/// <summary>The highest prediction of several predictors.</summary>
/// <remarks>The "max" predictor that N. Bashir et al. deployed (EuroSys 2021, DOI 10.1145/3447786.3456259), which takes the larger of N-sigma and a percentile.</remarks>
public sealed class EnsemblePredictor : IPeakPredictor
{
    private readonly IPeakPredictor[] _members;

    /// <summary>Makes an ensemble.</summary>
    /// <param name="members">At least one predictor.</param>
    /// <exception cref="ArgumentException">There is no member.</exception>
    public EnsemblePredictor(params IReadOnlyList<IPeakPredictor> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        _members = members.Count > 0 ? [.. members] : throw new ArgumentException("An ensemble needs at least one predictor.", nameof(members));
    }

    /// <inheritdoc />
    public string Name => "ensemble";

    /// <inheritdoc />
    public double PredictPeak(ReadOnlySpan<float> usage, PeakRequest request)
    {
        var highest = double.NegativeInfinity;
        foreach (var member in _members)
        {
            highest = Math.Max(highest, member.PredictPeak(usage, request));
        }

        return highest;
    }
}
