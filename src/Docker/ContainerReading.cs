using Placement.Scheduling;

namespace Placement.Docker;

/// <summary>What one running container has used up to a moment.</summary>
internal sealed record ContainerReading
{
    public required string Container { get; init; }

    /// <summary>The name without the slash before it.</summary>
    public required string Name { get; init; }

    /// <summary>The replica it is; null if Placement did not start it.</summary>
    public required ReplicaIdentity? Identity { get; init; }

    /// <summary>When it was read, in milliseconds since 1970-01-01 UTC.</summary>
    public required long Time { get; init; }

    /// <summary>CPU since its start.</summary>
    public required double MillicoreSeconds { get; init; }

    /// <summary>Memory it holds less its inactive file cache.</summary>
    public required double Bytes { get; init; }
}
