namespace Placement.Plans;

/// <summary>A move that the solver wanted and the plan does not make.</summary>
public sealed record KeptMove
{
    /// <summary>Gets the replica.</summary>
    public required string Replica { get; init; }

    /// <summary>Gets the node it stays on, or <see langword="null"/> when it stays without one.</summary>
    public string? Node { get; init; }

    /// <summary>Gets the node it was wanted on, or <see langword="null"/>.</summary>
    public string? Wanted { get; init; }

    /// <summary>Gets the kind of reason.</summary>
    public required KeepCause Cause { get; init; }

    /// <summary>Gets whether every order of safe steps was tried and none makes more of the moves.</summary>
    public bool IsProven { get; init; }

    /// <summary>Gets the reason in words.</summary>
    public required string Reason { get; init; }
}
