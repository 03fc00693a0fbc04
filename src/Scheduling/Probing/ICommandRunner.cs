namespace Placement.Scheduling;

/// <summary>An optional power of a launcher: runs a command beside a replica (inside its container).</summary>
/// <remarks>May repeat and may run together. A launcher that is also this gets the command health checks.</remarks>
public interface ICommandRunner
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="identity">The incarnation beside which it runs.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="cancellationToken">Ends the command and kills what it started.</param>
    /// <returns>The exit code; null if the replica does not run there.</returns>
    Task<int?> RunAsync(string nodeId, ReplicaIdentity identity, IReadOnlyList<string> command, CancellationToken cancellationToken);
}
