namespace Placement.Telemetry.Prediction;

/// <summary>Predicts the usage of a series that the future exceeds in at most a stated share of its slots.</summary>
/// <remarks>
/// Missing samples are <see cref="float.NaN"/> and are left out; they never lower a prediction below that of the samples there are. The series may be the sum over a set
/// of replicas: then the prediction holds for the set, with the covariances of its members counted. Implementations keep no state between calls and may be shared by threads.
/// </remarks>
public interface IPeakPredictor
{
    /// <summary>Gets a short stable name, for reports.</summary>
    string Name { get; }

    /// <summary>Predicts the peak.</summary>
    /// <param name="usage">The past, oldest first, at even intervals; <see cref="float.NaN"/> where a sample is missing.</param>
    /// <param name="request">The risk, the interval, and the limit if there is one.</param>
    /// <returns>The prediction, in the unit of the samples.</returns>
    /// <exception cref="InvalidOperationException">There is no sample and no limit to fall back on.</exception>
    double PredictPeak(ReadOnlySpan<float> usage, PeakRequest request);
}
