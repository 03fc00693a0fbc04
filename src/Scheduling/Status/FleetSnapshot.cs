namespace Placement.Scheduling;

/// <summary>Everything the scheduler knows at one moment; immutable.</summary>
public sealed record FleetSnapshot
{
    /// <summary>Gets the generation of the leader that made it.</summary>
    public required long Generation { get; init; }

    /// <summary>Gets the sequence of the last event it includes.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets whether decisions are paused.</summary>
    public required bool Paused { get; init; }

    /// <summary>Gets the services, in ordinal order of their names.</summary>
    public required IReadOnlyList<ServiceStatus> Services { get; init; }

    /// <summary>Gets the replicas, by service and then by age.</summary>
    public required IReadOnlyList<ReplicaStatus> Replicas { get; init; }

    /// <summary>Gets the nodes, in ordinal order of their ids.</summary>
    public required IReadOnlyList<NodeStatus> Nodes { get; init; }

    /// <summary>Gets the nodes that do not answer their observer and why, in ordinal order of their ids; those never seen are not among <see cref="Nodes"/>.</summary>
    public IReadOnlyList<SilentNode> SilentNodes { get; init; } = [];
}
