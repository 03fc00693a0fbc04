namespace Placement.Scheduling;

/// <summary>Which replica something is: an owner's service, one replica of it, and the how-many-th start of that replica.</summary>
/// <remarks>A replica is bound to one node for life; moving a service's work means a new replica. Replica and attempt name one incarnation, which is started at most once.</remarks>
public sealed record ReplicaIdentity
{
    /// <summary>Gets the owner: the fleet's name, the same for all its schedulers (<see cref="SchedulerOptions.Owner"/>).</summary>
    public required string Owner { get; init; }

    /// <summary>Gets the service's name.</summary>
    public required string Service { get; init; }

    /// <summary>Gets the replica's id, unique in the fleet for ever: <c>service.serial</c>.</summary>
    public required string ReplicaId { get; init; }

    /// <summary>Gets the number of the start, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets the revision of the specification it runs, from 1.</summary>
    public required int Revision { get; init; }
}
