namespace Placement.Scheduling;

/// <summary>How a health check asks.</summary>
public enum HealthCheckKind
{
    /// <summary>GET on a path; any status from 200 to 399 is healthy.</summary>
    Http,

    /// <summary>A TCP connection that opens is healthy.</summary>
    Tcp,

    /// <summary>A command run beside the replica (inside its container) that exits with 0 is healthy.</summary>
    Command,
}
