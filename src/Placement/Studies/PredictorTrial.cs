using Placement.Telemetry.Prediction;

namespace Placement.Studies;

/// <summary>One way of sizing, planned on the first part of the telemetry and replayed on the rest.</summary>
public sealed record PredictorTrial
{
    /// <summary>Gets the name, such as <c>sigma</c>, or <c>p99</c> for the percentile packing that the others are compared with.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the predictor; <see langword="null"/> for a percentile with the policy's headroom.</summary>
    public IPeakPredictor? Predictor { get; init; }

    /// <summary>Gets the nodes of the plan.</summary>
    public required int Nodes { get; init; }

    /// <summary>Gets the price of the plan, in micro-dollars an hour.</summary>
    public required long PriceMicroDollarsPerHour { get; init; }

    /// <summary>Gets the load, as a share of a node's limit, that the checks within the first part vouch for: exceeded with at most the risk, over all nodes with 95 % confidence and on any one. At most 1 means that
    /// the risk was kept there; <see langword="null"/> that so short a time cannot vouch for it.</summary>
    public required double? CheckedLoad { get; init; }

    /// <summary>Gets node-minutes above the limit on the time that was not looked at.</summary>
    public required double OverloadMinutes { get; init; }

    /// <summary>Gets the share of node slots above the limit on the time that was not looked at, 0 to 1.</summary>
    public required double ViolationRate { get; init; }

    /// <summary>Gets the share of its slots that the worst node was above its limit on that time, 0 to 1.</summary>
    public required double WorstNodeRate { get; init; }

    /// <summary>Gets whether the checks within the first part kept the risk, and were long enough to tell.</summary>
    public bool IsSafe => CheckedLoad <= 1;
}
