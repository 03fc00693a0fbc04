namespace Placement.Scheduling.Core;

/// <summary>Deliberate mistakes of the core, to prove that the simulator finds them. Never set outside tests.</summary>
[Flags]
internal enum CoreFaults
{
    None = 0,

    /// <summary>Some placements are not written to the store.</summary>
    ForgottenWrite = 1,

    /// <summary>A start whose outcome is unknown is answered by a second start elsewhere.</summary>
    DoubleStart = 2,

    /// <summary>A fenced append counts as durable.</summary>
    IgnoredFence = 4,

    /// <summary>Some notices of ended replicas are dropped.</summary>
    LostEvent = 8,

    /// <summary>The back-off grows by one step too few.</summary>
    WrongBackoff = 16,

    /// <summary>An answer that changes nothing is given without proof that this core still leads.</summary>
    UnconfirmedAnswer = 32,
}
