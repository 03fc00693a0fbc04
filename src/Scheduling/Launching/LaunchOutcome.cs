namespace Placement.Scheduling;

/// <summary>The answer of a launcher to a start or a stop.</summary>
public sealed record LaunchOutcome
{
    /// <summary>Gets what came of it.</summary>
    public required LaunchStatus Status { get; init; }

    /// <summary>Gets a stable code for a refusal, such as <c>image-not-found</c> or <c>port-taken</c>; null when it went well.</summary>
    public string? Code { get; init; }

    /// <summary>Gets the refusal in words for a person; null when it went well.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets what is known about the replica, if the launcher looked: end points when running, exit code when ended.</summary>
    public ObservedReplica? Replica { get; init; }
}
