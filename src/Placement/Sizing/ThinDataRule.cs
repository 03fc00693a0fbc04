namespace Placement.Sizing;

/// <summary>What to do with a workload whose telemetry is too thin to size it by.</summary>
public enum ThinDataRule
{
    /// <summary>Give it what it requests, or more if more was measured; refuse it only when it requests nothing.</summary>
    KeepRequest,

    /// <summary>Refuse it.</summary>
    Refuse,

    /// <summary>Give it the highest usage measured, or its request when that is more, even where gaps may hide a higher one. For a fleet without requests whose owner accepts that.</summary>
    UseHighest,
}
