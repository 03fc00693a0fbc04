namespace Placement.Scheduling;

/// <summary>What came of a start or a stop, and so what the scheduler does next.</summary>
public enum LaunchStatus
{
    /// <summary>The incarnation runs, since now or since before.</summary>
    Running,

    /// <summary>The start was accepted (an image is being fetched, say); a notice will report <see cref="ReplicaState.Running"/> or <see cref="ReplicaState.Exited"/>.</summary>
    Starting,

    /// <summary>Nothing of the replica runs on the node.</summary>
    Stopped,

    /// <summary>The incarnation already ran and ended; <see cref="LaunchOutcome.Replica"/> says how. It is not started again.</summary>
    Exited,

    /// <summary>This node cannot run it (no room, no such device, port taken). Nothing of it runs there; the scheduler tries another node.</summary>
    RefusedByNode,

    /// <summary>No node can run it (image does not exist, command not valid). Nothing runs; the replica fails with the reason and is retried with back-off.</summary>
    RefusedEverywhere,

    /// <summary>A leader of a higher generation, or a newer attempt of the replica, was here. Nothing was done; a leader that hears this steps down or looks again.</summary>
    Fenced,
}
