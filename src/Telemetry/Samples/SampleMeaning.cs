namespace Placement.Telemetry.Samples;

/// <summary>How the values of a batch are to be read.</summary>
public enum SampleMeaning
{
    /// <summary>Each value is the usage at its time, in the canonical unit.</summary>
    Gauge,

    /// <summary>Each value is a running total in canonical units x seconds (millicore-seconds for CPU); usage is the rate between two of them.</summary>
    Counter,
}
