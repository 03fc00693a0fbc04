namespace Placement.Scheduling;

/// <summary>What a launcher sees of an incarnation.</summary>
public enum ReplicaState
{
    /// <summary>Accepted, not running yet.</summary>
    Starting,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Ended; final for this incarnation.</summary>
    Exited,

    /// <summary>Removed; nothing of it is left on the node.</summary>
    Gone,
}
