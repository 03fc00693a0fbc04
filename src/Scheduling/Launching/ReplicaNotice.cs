namespace Placement.Scheduling;

/// <summary>One item of a launcher's stream: a replica changed, or changes of a node may have been missed.</summary>
public sealed record ReplicaNotice
{
    /// <summary>Gets the node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets what was seen; null says that notices of this node may have been missed and that it must be listed.</summary>
    public ObservedReplica? Replica { get; init; }

    /// <summary>Makes a notice of a replica.</summary>
    /// <param name="replica">What was seen.</param>
    /// <returns>The notice.</returns>
    public static ReplicaNotice Of(ObservedReplica replica)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return new ReplicaNotice { NodeId = replica.NodeId, Replica = replica };
    }

    /// <summary>Makes a notice that a node must be listed.</summary>
    /// <param name="nodeId">The node.</param>
    /// <returns>The notice.</returns>
    public static ReplicaNotice Gap(string nodeId) => new() { NodeId = nodeId };
}
