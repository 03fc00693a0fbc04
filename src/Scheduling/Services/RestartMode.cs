namespace Placement.Scheduling;

/// <summary>When a replica that ended by itself is started again.</summary>
public enum RestartMode
{
    /// <summary>Always, whatever its exit code.</summary>
    Always,

    /// <summary>Only after a failure; exit code 0 completes the replica.</summary>
    OnFailure,

    /// <summary>Never; the replica stays completed or failed until the service is updated or stopped.</summary>
    Never,
}
