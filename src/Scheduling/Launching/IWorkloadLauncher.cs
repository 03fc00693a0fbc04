namespace Placement.Scheduling;

/// <summary>Starts, stops, lists and watches replicas on the nodes of a fleet: the one door through which the scheduler acts on the world.</summary>
/// <remarks>
/// <para><b>May repeat.</b> Every call must be safe to repeat, also after a call whose answer was lost: a start of an incarnation (replica and attempt)
/// that already runs reports it instead of starting a second one; a stop of what is not there reports <see cref="LaunchStatus.Stopped"/>.</para>
/// <para><b>May run together.</b> Calls for different replicas run at the same time, on any thread. For one replica the scheduler has
/// at most one call under way, except that another scheduler that lost its lead may still be calling: the generation decides.</para>
/// <para><b>Is no error.</b> An expected refusal is an outcome that says what to do next. Only a broken connection, a time-out or a bug throws, and means
/// "unknown": the scheduler repeats the call or lists the node. A token is of its call alone and says nothing any more once the call has answered.</para>
/// <para><b>Ownership.</b> A launcher marks what it starts (<see cref="OwnershipLabels"/>) and never stops, lists or reports anything else.</para>
/// <para><b>Fence.</b> Each request carries the generation of the leader that decided it. A launcher answers <see cref="LaunchStatus.Fenced"/>, and does
/// nothing, if it has seen a higher generation of the same owner on that node. Where an engine cannot keep a fence, the launcher compares with the
/// highest generation among the owner's replicas there and with what it saw itself; the lease is checked before each call as well.</para>
/// <para>The checks of <c>Placement.Testing.LauncherConformance</c> hold a launcher to all of this.</para>
/// </remarks>
public interface IWorkloadLauncher
{
    /// <summary>Starts one incarnation of a replica, or reports that it already runs.</summary>
    /// <param name="request">What to start, where, and on whose behalf.</param>
    /// <param name="cancellationToken">Gives the call up; whether the replica started is then unknown.</param>
    /// <returns><see cref="LaunchStatus.Running"/>; <see cref="LaunchStatus.Starting"/> when a notice will tell the rest; or a refusal. An older attempt of the
    /// same replica is stopped and removed first; if a newer one exists the answer is <see cref="LaunchStatus.Fenced"/>. An incarnation that ran and
    /// ended is not started again: the answer is <see cref="LaunchStatus.Exited"/>.</returns>
    Task<LaunchOutcome> StartAsync(LaunchRequest request, CancellationToken cancellationToken);

    /// <summary>Stops a replica (asks, waits for the grace, kills) and removes what is left of it.</summary>
    /// <param name="request">What to stop, where, and on whose behalf.</param>
    /// <param name="cancellationToken">Gives the call up; whether the replica stopped is then unknown.</param>
    /// <returns><see cref="LaunchStatus.Stopped"/> once nothing of it runs, also if it never did; or <see cref="LaunchStatus.Fenced"/>.</returns>
    Task<LaunchOutcome> StopAsync(StopRequest request, CancellationToken cancellationToken);

    /// <summary>Lists what the owner has on a node, ended incarnations that were not yet stopped among them, and raises the fence to the asking generation.</summary>
    /// <param name="request">Whose replicas on which node, and who asks.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>One entry a replica, in any order. The list must show every start and stop that was answered before the call; answers to older
    /// generations too. A list is never refused.</returns>
    Task<IReadOnlyList<ObservedReplica>> ListAsync(ListRequest request, CancellationToken cancellationToken);

    /// <summary>Reports changes of the owner's replicas on all nodes as they happen, until cancelled.</summary>
    /// <param name="owner">The owner whose replicas are meant.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>Notices; they may come late, twice or out of order. A lost one must be followed by a gap notice for its node, upon which the scheduler lists it.</returns>
    IAsyncEnumerable<ReplicaNotice> WatchAsync(string owner, CancellationToken cancellationToken);
}
