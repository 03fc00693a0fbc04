namespace Placement.Scheduling;

/// <summary>Why an incarnation ended.</summary>
public enum ExitReason
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>It ended with exit code 0.</summary>
    Completed,

    /// <summary>It ended with another exit code.</summary>
    Failed,

    /// <summary>It was killed for exceeding its memory.</summary>
    OutOfMemory,

    /// <summary>It was killed by a signal, not by us.</summary>
    Killed,

    /// <summary>It could not be started.</summary>
    CouldNotStart,
}
