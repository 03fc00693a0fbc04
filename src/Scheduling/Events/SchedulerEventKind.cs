namespace Placement.Scheduling;

/// <summary>What an event tells.</summary>
public enum SchedulerEventKind
{
    /// <summary>A scheduler took the lead.</summary>
    LeaderTookOver,

    /// <summary>A service was submitted.</summary>
    ServiceSubmitted,

    /// <summary>A service's number of replicas was changed.</summary>
    ServiceScaled,

    /// <summary>A service got a new revision.</summary>
    ServiceUpdated,

    /// <summary>All replicas run the new revision.</summary>
    RolloutCompleted,

    /// <summary>An update failed and its service goes back to the revision before.</summary>
    RolledBack,

    /// <summary>An update failed and stops where it is.</summary>
    RolloutFailed,

    /// <summary>A service is being stopped.</summary>
    ServiceStopping,

    /// <summary>The last replica of a stopped service is gone.</summary>
    ServiceStopped,

    /// <summary>A replica has no node; the detail counts the reasons.</summary>
    ReplicaPending,

    /// <summary>A replica was given a node.</summary>
    ReplicaPlaced,

    /// <summary>A replica runs.</summary>
    ReplicaRunning,

    /// <summary>A replica passed its first health check, or a check after failures.</summary>
    ReplicaHealthy,

    /// <summary>A replica failed its health checks and is restarted.</summary>
    ReplicaUnhealthy,

    /// <summary>A replica ended by itself.</summary>
    ReplicaExited,

    /// <summary>A replica waits before its next start; the detail says how long.</summary>
    ReplicaBackingOff,

    /// <summary>A replica has failed so often that it is called crash-looping.</summary>
    ReplicaCrashLooping,

    /// <summary>A launcher refused a replica; the detail says why.</summary>
    ReplicaRefused,

    /// <summary>A replica is being stopped; the detail says why.</summary>
    ReplicaStopping,

    /// <summary>A replica is gone.</summary>
    ReplicaStopped,

    /// <summary>A replica's node was lost or removed; another replica takes its place.</summary>
    ReplicaLost,

    /// <summary>A replica gave way to one of higher priority.</summary>
    ReplicaPreempted,

    /// <summary>A replica of ours that should not run was found and is being stopped.</summary>
    StaleReplicaFound,

    /// <summary>A node was seen for the first time.</summary>
    NodeJoined,

    /// <summary>A node's capacity, labels or taints changed.</summary>
    NodeChanged,

    /// <summary>A node was not heard of for the node timeout.</summary>
    NodeLost,

    /// <summary>A lost node is back.</summary>
    NodeReturned,

    /// <summary>A node left the fleet.</summary>
    NodeRemoved,

    /// <summary>A node takes no new replicas.</summary>
    NodeCordoned,

    /// <summary>A node's replicas are moved elsewhere.</summary>
    NodeDraining,

    /// <summary>A node takes replicas again.</summary>
    NodeUncordoned,

    /// <summary>Decisions are paused.</summary>
    Paused,

    /// <summary>Decisions go on.</summary>
    Resumed,

    /// <summary>The fleet is being rebalanced; the detail counts the moves.</summary>
    Rebalancing,

    /// <summary>A node's measured use is too high: it takes no new replicas.</summary>
    NodeOverloaded,

    /// <summary>A node's measured use has fallen again.</summary>
    NodeRelieved,

    /// <summary>A node does not answer its observer; the detail says why. Told once for each reason, also of nodes never seen.</summary>
    NodeSilent,
}
