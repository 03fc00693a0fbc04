namespace Placement.Studies;

/// <summary>What the sizes of replicas rest on.</summary>
public enum SizingBasis
{
    /// <summary>What the owners asked for, before any measurement.</summary>
    Requested,

    /// <summary>What was measured, at a percentile with headroom.</summary>
    Measured,
}
