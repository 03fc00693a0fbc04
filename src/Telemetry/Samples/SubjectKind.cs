namespace Placement.Telemetry.Samples;

/// <summary>What kind of thing a series measures.</summary>
public enum SubjectKind
{
    /// <summary>A machine of the fleet.</summary>
    Node,

    /// <summary>One replica of a workload.</summary>
    Replica,
}
