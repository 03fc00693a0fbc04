namespace Placement.Scheduling;

/// <summary>One start: what, where, and by whose decision.</summary>
public sealed record LaunchRequest
{
    /// <summary>Gets the node on which to start.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets which incarnation to start.</summary>
    public required ReplicaIdentity Identity { get; init; }

    /// <summary>Gets the generation of the deciding leader: the fencing token, higher for each new leader.</summary>
    public required long Generation { get; init; }

    /// <summary>Gets the specification to run.</summary>
    public required ServiceSpec Spec { get; init; }
}
