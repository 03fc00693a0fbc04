namespace Placement.Scheduling;

/// <summary>One health check of one incarnation.</summary>
public sealed record ProbeRequest
{
    /// <summary>Gets the node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets which incarnation is meant.</summary>
    public required ReplicaIdentity Identity { get; init; }

    /// <summary>Gets how to ask.</summary>
    public required HealthCheck Check { get; init; }

    /// <summary>Gets where the port can be reached, as <c>host:port</c>; null if the launcher did not say.</summary>
    public string? Endpoint { get; init; }
}
