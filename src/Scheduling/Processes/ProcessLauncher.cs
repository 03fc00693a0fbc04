using System.Diagnostics;
using Placement.Scheduling.Processes;

namespace Placement.Scheduling;

/// <summary>Runs replicas as plain processes of this machine; needs no server. Linux only.</summary>
/// <remarks>
/// <para>Each replica leads a session of its own under a small shell that writes down how it ended, so replicas outlive the host, and a host that comes back
/// adopts what still runs: recognised by process number, start time and boot of the machine, so that a number used again is never signalled.</para>
/// <para>What runs, and the fence, are kept in <see cref="ProcessOptions.Folder"/>. Output goes to one log a replica's start in its <c>logs</c>. A stop sends SIGTERM to the
/// replica's process group, waits for the grace, and kills the group. A program that moves itself into another session escapes, as from any
/// supervisor without control groups.</para>
/// <para>CPU and memory are promised and counted, but not enforced; where they must be, use containers. Each replica gets PLACEMENT_SERVICE,
/// PLACEMENT_REPLICA, PLACEMENT_ATTEMPT and PLACEMENT_NODE besides its own variables, and listens on the ports of its specification.</para>
/// </remarks>
public sealed class ProcessLauncher : IWorkloadLauncher, ICommandRunner
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan BeginTimeout = TimeSpan.FromSeconds(20);
    private readonly ProcessOptions _options;
    private readonly TimeProvider _time;
    private readonly ProcessWatch _watch;

    /// <summary>Makes a launcher; nothing is started or touched yet.</summary>
    /// <param name="options">Where and how; <see langword="null"/> means the defaults.</param>
    /// <param name="time">The clock of waits; <see langword="null"/> means the system's.</param>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public ProcessLauncher(ProcessOptions? options = null, TimeProvider? time = null)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The process launcher needs Linux: it tells processes apart by /proc. Use the Docker launcher here.");
        }

        _options = options ?? new ProcessOptions();
        _time = time ?? TimeProvider.System;
        _watch = new ProcessWatch(_options, _time);
    }

    /// <inheritdoc />
    public async Task<LaunchOutcome> StartAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var owner = Owner(request.NodeId, request.Identity.Owner);
        if (!owner.RaiseFence(request.Generation))
        {
            return Fenced(request.Generation);
        }

        foreach (var other in owner.OfReplica(request.Identity.ReplicaId))
        {
            if (other.Attempt > request.Identity.Attempt)
            {
                return Fenced(request.Generation);
            }

            if (other.Attempt < request.Identity.Attempt)
            {
                await EndAsync(owner, other, request.Spec.StopGrace, request.Generation, cancellationToken).ConfigureAwait(false);
            }
        }

        var incarnation = owner.Incarnation(request.Identity.ReplicaId, request.Identity.Attempt);
        if (!incarnation.Claimed)
        {
            if (ProgramCheck.Refuse(request.Spec, _options, out var program) is { } refusal)
            {
                return refusal;
            }

            incarnation.TryCreate(request);
            await ClaimAsync(incarnation, request, program).WaitAsync(BeginTimeout, _time, cancellationToken).ConfigureAwait(false);
        }

        await SettleAsync(incarnation, cancellationToken).ConfigureAwait(false);
        _watch.Look();

        if (incarnation.WasFenced)
        {
            incarnation.Remove();
            return Fenced(request.Generation);
        }

        var replica = incarnation.Observe(_options.NodeId) ?? throw new IOException($"The replica {request.Identity.ReplicaId} vanished while it was started.");
        return new LaunchOutcome { Status = replica.State == ReplicaState.Exited ? LaunchStatus.Exited : LaunchStatus.Running, Replica = replica };
    }

    /// <inheritdoc />
    public async Task<LaunchOutcome> StopAsync(StopRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var owner = Owner(request.NodeId, request.Owner);
        if (!owner.RaiseFence(request.Generation))
        {
            return Fenced(request.Generation);
        }

        var ended = true;
        foreach (var incarnation in owner.OfReplica(request.ReplicaId))
        {
            ended &= await EndAsync(owner, incarnation, request.Grace, request.Generation, cancellationToken).ConfigureAwait(false);
        }

        _watch.Look();
        return ended ? new LaunchOutcome { Status = LaunchStatus.Stopped } : Fenced(request.Generation);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ObservedReplica>> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var owner = Owner(request.NodeId, request.Owner);
        _ = owner.RaiseFence(request.Generation);
        return Task.FromResult<IReadOnlyList<ObservedReplica>>([.. owner.All().Select(i => i.Observe(_options.NodeId)).OfType<ObservedReplica>()]);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ReplicaNotice> WatchAsync(string owner, CancellationToken cancellationToken) => _watch.WatchAsync(Owner(_options.NodeId, owner), cancellationToken);

    /// <inheritdoc />
    public async Task<int?> RunAsync(string nodeId, ReplicaIdentity identity, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(command);
        var incarnation = Owner(nodeId, identity.Owner).Incarnation(identity.ReplicaId, identity.Attempt);
        if (incarnation.Observe(nodeId) is not { State: ReplicaState.Running } || incarnation.Order() is not { } order)
        {
            return null;
        }

        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = _options.WorkingDirectory, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        ProgramCheck.SetEnvironment(start, order.Spec, identity, _options);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Reads the last lines that a replica wrote, standard output and error together; also after it is gone, while its log is kept.</summary>
    /// <param name="identity">The incarnation.</param>
    /// <param name="lines">The most lines; at least 1.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The text; <see langword="null"/> when there is no log.</returns>
    public async Task<string?> TailLogAsync(ReplicaIdentity identity, int lines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentOutOfRangeException.ThrowIfLessThan(lines, 1);
        var path = Owner(_options.NodeId, identity.Owner).LogOf(identity.ReplicaId, identity.Attempt);
        if (!File.Exists(path))
        {
            return null;
        }

        var tail = new Queue<string>(lines);
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false))
        {
            if (tail.Count == lines)
            {
                tail.Dequeue();
            }

            tail.Enqueue(line + "\n");
        }

        return string.Concat(tail);
    }

    /// <summary>Starts a shim and waits until it, or an earlier one, has the claim.</summary>
    private async Task ClaimAsync(IncarnationFolder incarnation, LaunchRequest request, string program)
    {
        var ended = new TaskCompletionSource();
        var shim = ProcessShim.Start(incarnation, request, program, _options);
        shim.Exited += (_, _) =>
        {
            ended.TrySetResult();
            _watch.Look();
            shim.Dispose();
        };
        shim.EnableRaisingEvents = true; // the runtime then reaps it
        while (!incarnation.Claimed)
        {
            if (ended.Task.IsCompleted && !incarnation.Claimed)
            {
                throw new IOException($"The shell that should lead replica {request.Identity.ReplicaId} ended without having begun; {incarnation.LogPath} may say why.");
            }

            await Task.Delay(Glance / 5, _time).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the program was begun, or never will be.</summary>
    private async Task SettleAsync(IncarnationFolder incarnation, CancellationToken cancellationToken)
    {
        var asked = _time.GetTimestamp();
        while (!incarnation.Settled && _time.GetElapsedTime(asked) < BeginTimeout)
        {
            await Task.Delay(Glance / 5, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks an incarnation to end, waits, kills it, and removes what is left; false if a higher generation came meanwhile.</summary>
    private async Task<bool> EndAsync(OwnerFolder owner, IncarnationFolder incarnation, TimeSpan grace, long generation, CancellationToken cancellationToken)
    {
        if (incarnation.Order() is not { } order || !OwnershipLabels.TryRead(order.Labels, out var identity, out _))
        {
            return true; // not ours
        }

        incarnation.ClaimForStop();
        if (incarnation.Leader is { } leader)
        {
            await SettleAsync(incarnation, cancellationToken).ConfigureAwait(false);
            if (!owner.Holds(generation))
            {
                return false;
            }

            ProcessTable.SignalGroup(leader, grace > TimeSpan.Zero ? ProcessTable.Terminate : ProcessTable.Kill);
            var asked = _time.GetTimestamp();
            while (ProcessTable.IsAlive(leader))
            {
                if (_time.GetElapsedTime(asked) >= grace)
                {
                    ProcessTable.SignalGroup(leader, ProcessTable.Kill);
                }

                await Task.Delay(Glance, _time, cancellationToken).ConfigureAwait(false);
            }

            IncarnationFolder.KillSurvivors(leader, identity);
        }

        incarnation.Remove();
        owner.TrimLogs(_options.LogsKept);
        return true;
    }

    private OwnerFolder Owner(string nodeId, string owner) => nodeId == _options.NodeId
        ? new OwnerFolder(Path.GetFullPath(_options.Folder), owner)
        : throw new ArgumentException($"This launcher runs processes on node '{_options.NodeId}' only, not on '{nodeId}'.", nameof(nodeId));

    private static LaunchOutcome Fenced(long generation) =>
        new() { Status = LaunchStatus.Fenced, Reason = $"a leader of a higher generation than {generation}, or a newer attempt, was here" };
}
