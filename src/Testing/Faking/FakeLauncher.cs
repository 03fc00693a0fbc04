using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>A launcher, node observer and command runner on a <see cref="FakeFleet"/>, with faults from a script.</summary>
/// <remarks>
/// <para>The program of a fake replica is the first word of its command: <c>exit N</c> ends at once with that code, <c>stubborn</c> ends only when its grace is over,
/// <c>out-of-memory</c> is killed for its memory, <c>absent</c> cannot be started; anything else runs until it is stopped.</para>
/// <para>Every node that can be reached is reported once a second. Calls to a node that cannot be reached throw <see cref="TimeoutException"/>.</para>
/// </remarks>
/// <param name="fleet">The fleet.</param>
/// <param name="time">The clock of graces, delays and heartbeats; <see langword="null"/> means the system's.</param>
/// <param name="faults">The faults to make; <see langword="null"/> for none.</param>
public sealed class FakeLauncher(FakeFleet fleet, TimeProvider? time = null, FaultScript? faults = null) : IWorkloadLauncher, INodeObserver, ICommandRunner
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc />
    public Task<LaunchOutcome> StartAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CallAsync(LauncherCall.Start, request.NodeId, () => Start(request), cancellationToken);
    }

    /// <inheritdoc />
    public Task<LaunchOutcome> StopAsync(StopRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CallAsync(
            LauncherCall.Stop,
            request.NodeId,
            async () =>
            {
                if (fleet.Node(request.NodeId).Containers.GetValueOrDefault(fleet.NameOf(request.Owner, request.ReplicaId)) is { State: ReplicaState.Running, Spec.Command: ["stubborn", ..] })
                {
                    await Task.Delay(request.Grace, _time, cancellationToken).ConfigureAwait(false);
                }

                return fleet.Stop(request);
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ObservedReplica>> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CallAsync(LauncherCall.List, request.NodeId, () => Task.FromResult(fleet.List(request)), cancellationToken);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<ReplicaNotice> WatchAsync(string owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var notices = Channel.CreateUnbounded<ReplicaNotice>();
        void Tell(ReplicaNotice notice)
        {
            if (notice.Replica?.Identity.Owner == owner && fleet.Node(notice.NodeId).Reachable)
            {
                notices.Writer.TryWrite(notice);
            }
        }

        fleet.Changed += Tell;
        try
        {
            foreach (var node in fleet.Nodes)
            {
                yield return ReplicaNotice.Gap(node.Report.NodeId);
            }

            await foreach (var notice in notices.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return notice;
            }
        }
        finally
        {
            fleet.Changed -= Tell;
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<NodeReport> ObserveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Heartbeat, _time);
        do
        {
            foreach (var node in fleet.Nodes.Where(n => n.Reachable))
            {
                yield return node.Report;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    /// <remarks>The command <c>exit N</c> gives N; anything else gives 0.</remarks>
    public Task<int?> RunAsync(string nodeId, ReplicaIdentity identity, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(command);
        var there = fleet.Node(nodeId).Containers.GetValueOrDefault(fleet.NameOf(identity.Owner, identity.ReplicaId));
        return Task.FromResult<int?>(there is { State: ReplicaState.Running } && there.Identity?.Attempt == identity.Attempt ? ExitCode(command) ?? 0 : null);
    }

    private Task<LaunchOutcome> Start(LaunchRequest request)
    {
        if (request.Spec.Command is ["absent", ..])
        {
            return Task.FromResult(new LaunchOutcome { Status = LaunchStatus.RefusedEverywhere, Code = "command-not-found", Reason = "The program 'absent' does not exist." });
        }

        var outcome = fleet.Start(request);
        if (outcome.Status == LaunchStatus.Running)
        {
            if (ExitCode(request.Spec) is { } code)
            {
                fleet.Exit(request.NodeId, fleet.NameOf(request.Identity.Owner, request.Identity.ReplicaId), code);
            }
            else if (request.Spec.Command is ["out-of-memory", ..])
            {
                fleet.Exit(request.NodeId, fleet.NameOf(request.Identity.Owner, request.Identity.ReplicaId), 137, ExitReason.OutOfMemory);
            }
        }

        return Task.FromResult(outcome);
    }

    private static int? ExitCode(ServiceSpec spec) =>
        spec.Command is ["exit"] ? int.Parse(spec.Environment["CODE"], CultureInfo.InvariantCulture) : ExitCode(spec.Command);

    private static int? ExitCode(IReadOnlyList<string> command) =>
        command is ["exit", var code] ? int.Parse(code, CultureInfo.InvariantCulture) : null;

    private async Task<T> CallAsync<T>(LauncherCall call, string nodeId, Func<Task<T>> act, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (fault, delay) = faults?.Next(call) ?? (LauncherFault.None, TimeSpan.Zero);
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
        }

        if (!fleet.Node(nodeId).Reachable)
        {
            throw new TimeoutException($"Node '{nodeId}' cannot be reached.");
        }

        switch (fault)
        {
            case LauncherFault.ThrowsBefore:
                throw new IOException("The script has this call fail before it acts.");
            case LauncherFault.RefusedByNode or LauncherFault.RefusedEverywhere when call == LauncherCall.Start:
                var status = fault == LauncherFault.RefusedByNode ? LaunchStatus.RefusedByNode : LaunchStatus.RefusedEverywhere;
                return (T)(object)new LaunchOutcome { Status = status, Code = "scripted", Reason = "The script has this start refused." };
        }

        var answer = await act().ConfigureAwait(false);
        return fault switch
        {
            LauncherFault.ThrowsAfter => throw new IOException("The script has the answer of this call lost."),
            LauncherFault.AnswersEarly when answer is LaunchOutcome { Status: LaunchStatus.Running } => (T)(object)new LaunchOutcome { Status = LaunchStatus.Starting },
            _ => answer,
        };
    }
}
