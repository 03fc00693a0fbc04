namespace Placement.Scheduling;

/// <summary>Where a replica is in its life.</summary>
public enum ReplicaPhase
{
    /// <summary>It has no node yet; its reasons say why.</summary>
    Pending,

    /// <summary>It has a node and is being started.</summary>
    Starting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It ended and waits for its next start.</summary>
    BackingOff,

    /// <summary>It ended for good, with exit code 0, and its policy does not restart it.</summary>
    Completed,

    /// <summary>It ended for good, with a failure, and its policy does not restart it.</summary>
    Failed,

    /// <summary>It is being stopped.</summary>
    Stopping,
}
