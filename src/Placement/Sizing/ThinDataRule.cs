namespace Placement.Sizing;

/// <summary>What to do with a workload whose telemetry is too thin to size it by.</summary>
public enum ThinDataRule
{
    /// <summary>Give it what it requests, or more if more was measured; refuse it only when it requests nothing.</summary>
    KeepRequest,

    /// <summary>Refuse it.</summary>
    Refuse,

    /// <summary>Size it by what was measured all the same, at its highest sample where gaps leave the percentile unknown. For a fleet without requests whose owner accepts that.</summary>
    UseHighest,
}
