namespace Placement.Scheduling;

/// <summary>What a launcher saw of one incarnation at one moment.</summary>
public sealed record ObservedReplica
{
    /// <summary>Gets the node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets which incarnation it is, from the marks put on it at its start.</summary>
    public required ReplicaIdentity Identity { get; init; }

    /// <summary>Gets the generation of the leader that started it.</summary>
    public required long Generation { get; init; }

    /// <summary>Gets the state.</summary>
    public required ReplicaState State { get; init; }

    /// <summary>Gets the exit code, once ended and if known.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Gets why it ended.</summary>
    public ExitReason ExitReason { get; init; }

    /// <summary>Gets where each port of the service can be reached, as <c>host:port</c> by the service's port; empty if not known.</summary>
    public IReadOnlyDictionary<int, string> Endpoints { get; init; } = None;

    private static IReadOnlyDictionary<int, string> None { get; } = new Dictionary<int, string>(0);
}
