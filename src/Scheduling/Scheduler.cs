using System.Runtime.CompilerServices;
using Placement.Scheduling.Core;
using Placement.Scheduling.Running;

namespace Placement.Scheduling;

/// <summary>A scheduler: takes services, finds nodes for their replicas, launches them and keeps them running, as long as it leads.</summary>
/// <remarks>
/// <para>Start it by <see cref="RunAsync"/>; several may run on one store, of which one leads. All methods may be called from any thread at any time. A request
/// is answered when it is durable; every request is safe to repeat. On a scheduler that does not lead the answer is <see cref="RequestStatus.NotLeader"/>.</para>
/// <para>When <see cref="RunAsync"/> ends, replicas keep running; the next leader adopts them.</para>
/// </remarks>
public sealed class Scheduler
{
    private readonly SchedulerOptions _options;
    private readonly SchedulerParts _parts;
    private volatile LeaderLoop? _leading;
    private int _running;

    /// <summary>Makes a scheduler; nothing happens before <see cref="RunAsync"/>.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="parts">What it is plugged into.</param>
    public Scheduler(SchedulerOptions options, SchedulerParts parts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        _options = options;
        _parts = parts;
    }

    /// <summary>Gets whether this scheduler leads at present.</summary>
    public bool IsLeading => _leading is { Ended: false };

    /// <summary>Gets the last fault of the store, the launcher's streams or the observer, for health checks; null when all is well.</summary>
    public string? LastFault { get; private set; }

    /// <summary>Runs until cancelled: waits for the lead, leads, and waits again when the lead is lost.</summary>
    /// <param name="cancellationToken">Ends the run; replicas keep running and the lead is given back.</param>
    /// <returns>A task that ends when cancelled.</returns>
    /// <exception cref="InvalidOperationException">It already runs, or the stored state is not valid.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _running, 1) != 0)
        {
            throw new InvalidOperationException("This scheduler already runs; make another one for another run at the same time.");
        }

        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                if (!await TryLeadAsync(cancellationToken).ConfigureAwait(false))
                {
                    await Task.Delay(_options.LeaseDuration / 6, _parts.Time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way to end a run.
        }
        finally
        {
            _leading = null;
            Volatile.Write(ref _running, 0);
        }
    }

    /// <summary>Submits a service. The same specification again changes nothing and is accepted.</summary>
    /// <param name="spec">What to run.</param>
    /// <param name="cancellationToken">Stops waiting; whether the request was taken is then unknown, and it may be repeated.</param>
    /// <returns>The answer, once durable.</returns>
    public Task<RequestOutcome> SubmitAsync(ServiceSpec spec, CancellationToken cancellationToken = default) =>
        AskAsync((core, time, request) => core.Submit(time, request, spec), cancellationToken);

    /// <summary>Changes how many replicas of a service should run.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="replicas">The number, 0 or more.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer, once durable.</returns>
    public Task<RequestOutcome> ScaleAsync(string service, int replicas, CancellationToken cancellationToken = default) =>
        AskAsync((core, time, request) => core.Scale(time, request, service, replicas), cancellationToken);

    /// <summary>Replaces a service's specification; running replicas are replaced step by step as its rollout policy says. The same
    /// specification again changes nothing, but takes an update up again that was rolled back to it or stopped where it was.</summary>
    /// <param name="spec">The new specification, under the same name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer, once durable.</returns>
    public Task<RequestOutcome> UpdateAsync(ServiceSpec spec, CancellationToken cancellationToken = default) =>
        AskAsync((core, time, request) => core.Update(time, request, spec), cancellationToken);

    /// <summary>Stops all replicas of a service and forgets it.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer, once durable; the end is told by <see cref="SchedulerEventKind.ServiceStopped"/>.</returns>
    public Task<RequestOutcome> StopAsync(string service, CancellationToken cancellationToken = default) =>
        AskAsync((core, time, request) => core.Stop(time, request, service), cancellationToken);

    /// <summary>Keeps new replicas off a node; what runs there stays.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer, once durable.</returns>
    public Task<RequestOutcome> CordonAsync(string nodeId, CancellationToken cancellationToken = default) =>
        AskAsync((core, time, request) => core.Cordon(time, request, nodeId), cancellationToken);

    /// <summary>Cordons a node and moves its replicas elsewhere, within the rollout bounds of their services.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer, once durable.</returns>
    public Task<RequestOutcome> DrainAsync(string nodeId, CancellationToken cancellationToken = default) =>
        AskAsync((core, time, request) => core.Drain(time, request, nodeId), cancellationToken);

    /// <summary>Ends a cordon or a drain.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer, once durable.</returns>
    public Task<RequestOutcome> UncordonAsync(string nodeId, CancellationToken cancellationToken = default) =>
        AskAsync((core, time, request) => core.Uncordon(time, request, nodeId), cancellationToken);

    /// <summary>Packs the fleet now: looks for nodes that can be emptied within the optimiser's budgets, and moves replicas if it finds any.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer at once; <see cref="RequestStatus.Conflict"/> while something is pending, rolled out or drained. What is moved is told by
    /// <see cref="SchedulerEventKind.Rebalancing"/>; nothing is told if no node can be freed.</returns>
    public Task<RequestOutcome> RebalanceAsync(CancellationToken cancellationToken = default) =>
        AskAsync((core, time, request) => core.Rebalance(time, request), cancellationToken);

    /// <summary>Pauses decisions: nothing is placed, moved or rolled out; replicas are still watched, restarted in place, and stopped when asked.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer, once durable.</returns>
    public Task<RequestOutcome> PauseAsync(CancellationToken cancellationToken = default) =>
        AskAsync((core, time, request) => core.Pause(time, request, true), cancellationToken);

    /// <summary>Ends a pause.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer, once durable.</returns>
    public Task<RequestOutcome> ResumeAsync(CancellationToken cancellationToken = default) =>
        AskAsync((core, time, request) => core.Pause(time, request, false), cancellationToken);

    /// <summary>Gives everything the scheduler knows at this moment.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The snapshot; null if this scheduler does not lead.</returns>
    public async Task<FleetSnapshot?> SnapshotAsync(CancellationToken cancellationToken = default) =>
        _leading is { } loop ? await loop.ReadAsync(core => core.Snapshot(), cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Says for each node why it does not take a replica.</summary>
    /// <param name="replicaId">The replica's id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The refusals; empty if the replica has a node; null if it is not known or this scheduler does not lead.</returns>
    public async Task<IReadOnlyList<NodeRefusal>?> ExplainAsync(string replicaId, CancellationToken cancellationToken = default) =>
        _leading is { } loop ? await loop.ReadAsync(core => core.Explain(replicaId), cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Gives events in order, first those since a sequence, then new ones as they become durable; also on a scheduler that does not lead.</summary>
    /// <param name="afterSequence">The last sequence seen; 0 begins with the oldest kept.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>Events with rising sequences; a gap means that older ones were trimmed.</returns>
    public async IAsyncEnumerable<SchedulerEvent> WatchAsync(long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var more = _leading?.MoreEvents ?? Task.Delay(TimeSpan.FromMilliseconds(500), _parts.Time, cancellationToken);
            var events = await _parts.Store.ReadEventsAsync(afterSequence, 1000, cancellationToken).ConfigureAwait(false);
            foreach (var item in events)
            {
                yield return item;
                afterSequence = item.Sequence;
            }

            if (events.Count == 0)
            {
                await more.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryLeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var asked = _parts.Time.GetTimestamp();
            if (await _parts.Store.TryLeadAsync(_options.Holder, _options.LeaseDuration, cancellationToken).ConfigureAwait(false) is not { } lease)
            {
                return false;
            }

            var stored = await _parts.Store.LoadAsync(cancellationToken).ConfigureAwait(false);
            var loop = new LeaderLoop(_options, _parts, lease, asked, stored, fault => LastFault = fault);
            _leading = loop;
            try
            {
                await loop.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _leading = null;
            }

            return !cancellationToken.IsCancellationRequested;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or InvalidDataException))
        {
            LastFault = "the store failed: " + fault.Message;
            return false;
        }
    }

    private Task<RequestOutcome> AskAsync(Action<SchedulerCore, CoreTime, long> ask, CancellationToken cancellationToken) =>
        _leading is { } loop ? loop.AskAsync(ask, cancellationToken) : Task.FromResult(LeaderLoop.NotLeading);
}
