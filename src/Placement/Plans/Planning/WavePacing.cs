namespace Placement.Plans;

/// <summary>How much a node may transfer in one wave, which sets how long all others wait for it.</summary>
internal enum WavePacing
{
    /// <summary>As much as the limits on steps permit.</summary>
    Full,

    /// <summary>As much as the wave's most preferred move.</summary>
    FirstMove,

    /// <summary>As much as that free move by which the wave does the most for its time.</summary>
    MostDone,
}
