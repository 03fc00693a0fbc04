namespace Placement.Sizing;

/// <summary>What a demand rests on.</summary>
public enum SizingBasis
{
    /// <summary>Measured usage, with headroom.</summary>
    Measured,

    /// <summary>The owner's request: there is no telemetry, too little of it, or the policy says so.</summary>
    Requested,

    /// <summary>The least demand that the policy gives anything that runs: less was measured.</summary>
    Floor,
}
