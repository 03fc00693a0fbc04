namespace Placement.Plans;

/// <summary>Why a wanted move is not part of a plan. The names are stable.</summary>
public enum KeepCause
{
    /// <summary>No order of steps that is safe while it runs was found for the move.</summary>
    NoSafeOrder,

    /// <summary>The move does not pay back within the horizon.</summary>
    DoesNotPayBack,

    /// <summary>A limit on moves, minutes or money left it out.</summary>
    OverLimit,
}
