namespace Placement.Scheduling;

/// <summary>Where a service's last update stands.</summary>
public enum RolloutState
{
    /// <summary>All replicas run the wanted revision.</summary>
    Complete,

    /// <summary>Replicas are being replaced.</summary>
    InProgress,

    /// <summary>The update failed; the replicas go or went back to the revision before.</summary>
    RolledBack,

    /// <summary>The update failed and stopped where it was.</summary>
    Failed,
}
