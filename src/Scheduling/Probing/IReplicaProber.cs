namespace Placement.Scheduling;

/// <summary>Carries out health checks.</summary>
/// <remarks><b>May repeat</b> and <b>may run together</b> without limit. A check that fails, times out or cannot be made is an outcome, not an exception; one that
/// throws counts as failed. The default does HTTP and TCP from the scheduler's host and hands commands to the launcher (<see cref="ICommandRunner"/>).</remarks>
public interface IReplicaProber
{
    /// <summary>Makes one check.</summary>
    /// <param name="request">What to check.</param>
    /// <param name="cancellationToken">Ends the check; set to the check's timeout by the scheduler.</param>
    /// <returns>Null if healthy, otherwise what was wrong, in words.</returns>
    Task<string?> ProbeAsync(ProbeRequest request, CancellationToken cancellationToken);
}
