namespace Placement.Scheduling;

/// <summary>One stop: which replica, where, and by whose decision.</summary>
public sealed record StopRequest
{
    /// <summary>Gets the node on which to stop.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the owner; what another owner or nobody marked is never touched.</summary>
    public required string Owner { get; init; }

    /// <summary>Gets the replica's id; all its incarnations are meant.</summary>
    public required string ReplicaId { get; init; }

    /// <summary>Gets the generation of the deciding leader: the fencing token.</summary>
    public required long Generation { get; init; }

    /// <summary>Gets how long to wait after asking before killing.</summary>
    public required TimeSpan Grace { get; init; }
}
