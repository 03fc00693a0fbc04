namespace Placement.Scheduling;

/// <summary>A service at the moment of a snapshot.</summary>
public sealed record ServiceStatus
{
    /// <summary>Gets the wanted specification.</summary>
    public required ServiceSpec Spec { get; init; }

    /// <summary>Gets the wanted revision.</summary>
    public required int Revision { get; init; }

    /// <summary>Gets where the last update stands.</summary>
    public required RolloutState Rollout { get; init; }

    /// <summary>Gets how many replicas of the wanted revision are available.</summary>
    public required int Available { get; init; }

    /// <summary>Gets how many replicas have no node.</summary>
    public required int Pending { get; init; }

    /// <summary>Gets whether the service is being stopped.</summary>
    public required bool Stopping { get; init; }
}
