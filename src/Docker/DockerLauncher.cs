using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Placement.Scheduling;

namespace Placement.Docker;

/// <summary>Runs replicas as containers on the Docker engines of a fleet.</summary>
/// <remarks>
/// A container carries the marks of <see cref="OwnershipLabels"/>; one without all of them is never listed, stopped or removed. Its name is made of owner,
/// replica and attempt, so that the engine itself refuses a second container for one incarnation. The fence is kept by each engine: a labelled volume
/// that names the highest generation seen there, which a launcher in another process reads too.
/// </remarks>
public sealed class DockerLauncher : IWorkloadLauncher, ICommandRunner
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private readonly DockerFleet _fleet;
    private readonly TimeProvider _time;
    private readonly EngineFence _fence;
    private readonly ContainerWatch _watch;

    /// <summary>Makes a launcher.</summary>
    /// <param name="fleet">The engines.</param>
    /// <param name="time">The clock of delays between attempts to connect; <see langword="null"/> means the system's.</param>
    /// <param name="logger">Told of broken event streams; <see langword="null"/> for none.</param>
    public DockerLauncher(DockerFleet fleet, TimeProvider? time = null, ILogger<DockerLauncher>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        _fleet = fleet;
        _time = time ?? TimeProvider.System;
        _fence = new EngineFence(fleet);
        _watch = new ContainerWatch(fleet, _time, (ILogger?)logger ?? NullLogger.Instance);
    }

    /// <inheritdoc />
    public async Task<LaunchOutcome> StartAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Spec.Image is null)
        {
            return Refused(LaunchStatus.RefusedEverywhere, DockerCodes.NoImage, $"Service '{request.Spec.Name}' names no image, and this launcher runs containers.");
        }

        if (!await _fence.RaiseAsync(request.NodeId, request.Identity.Owner, request.Generation, cancellationToken).ConfigureAwait(false))
        {
            return Fenced(request.Generation);
        }

        foreach (var container in await OfReplicaAsync(request.NodeId, request.Identity.Owner, request.Identity.ReplicaId, cancellationToken).ConfigureAwait(false))
        {
            if (!OwnershipLabels.TryRead(container.Labels.AsReadOnly(), out var identity, out _))
            {
                continue;
            }

            if (identity.Attempt > request.Identity.Attempt)
            {
                return Fenced(request.Generation);
            }

            if (identity.Attempt == request.Identity.Attempt)
            {
                // "created" is what a crash between create and start leaves behind: it never ran, so starting it is still the first start.
                return container.State == "created"
                    ? await RunAsync(request, container.ID, cancellationToken).ConfigureAwait(false)
                    : await OutcomeAsync(request.NodeId, container.ID, cancellationToken).ConfigureAwait(false);
            }

            await StopAndRemoveAsync(request.NodeId, container.ID, request.Spec.StopGrace, cancellationToken).ConfigureAwait(false);
        }

        if (await ImagePull.EnsureAsync(_fleet, request.NodeId, request.Spec.Image, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }

        string id;
        try
        {
            var parameters = ContainerShape.Of(request, _fleet.Options);
            var created = await _fleet.CallAsync(request.NodeId, (client, token) => client.Containers.CreateContainerAsync(parameters, token), cancellationToken).ConfigureAwait(false);
            id = created.ID;
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            // Another call makes the same incarnation; its container is the one, also if that call was given up before it started it.
            id = ContainerShape.Name(request.Identity);
            if (await AppearAsync(request.NodeId, id, cancellationToken).ConfigureAwait(false) is not { State: ReplicaState.Starting })
            {
                return await OutcomeAsync(request.NodeId, id, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return Refused(LaunchStatus.RefusedEverywhere, DockerCodes.ImageNotFound, EngineText.Of(e));
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.BadRequest)
        {
            return Refused(LaunchStatus.RefusedEverywhere, DockerCodes.Invalid, EngineText.Of(e));
        }

        return await RunAsync(request, id, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<LaunchOutcome> StopAsync(StopRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!await _fence.RaiseAsync(request.NodeId, request.Owner, request.Generation, cancellationToken).ConfigureAwait(false))
        {
            return Fenced(request.Generation);
        }

        foreach (var container in await OfReplicaAsync(request.NodeId, request.Owner, request.ReplicaId, cancellationToken).ConfigureAwait(false))
        {
            if (OwnershipLabels.TryRead(container.Labels.AsReadOnly(), out _, out _))
            {
                await StopAndRemoveAsync(request.NodeId, container.ID, request.Grace, cancellationToken).ConfigureAwait(false);
            }
        }

        return new LaunchOutcome { Status = LaunchStatus.Stopped };
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ObservedReplica>> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var nodeId = request.NodeId;
        _ = await _fence.RaiseAsync(nodeId, request.Owner, request.Generation, cancellationToken).ConfigureAwait(false);
        var found = new List<ObservedReplica>();
        foreach (var container in await ListContainersAsync(nodeId, [$"{OwnershipLabels.Owner}={request.Owner}"], cancellationToken).ConfigureAwait(false))
        {
            if (await ContainerView.ObserveAsync(_fleet, nodeId, container.ID, cancellationToken).ConfigureAwait(false) is { } replica)
            {
                found.Add(replica);
            }
        }

        return found;
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ReplicaNotice> WatchAsync(string owner, CancellationToken cancellationToken) => _watch.WatchAsync(owner, cancellationToken);

    /// <inheritdoc />
    public async Task<int?> RunAsync(string nodeId, ReplicaIdentity identity, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        try
        {
            var client = _fleet.Client(nodeId);
            var exec = await client.Exec.CreateContainerExecAsync(
                ContainerShape.Name(identity), new ContainerExecCreateParameters { Cmd = [.. command], AttachStdout = true, AttachStderr = true }, cancellationToken).ConfigureAwait(false);
            using (var stream = await client.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters(), cancellationToken).ConfigureAwait(false))
            {
                await stream.CopyOutputToAsync(Stream.Null, Stream.Null, Stream.Null, cancellationToken).ConfigureAwait(false);
            }

            var ended = await client.Exec.InspectContainerExecAsync(exec.ID, cancellationToken).ConfigureAwait(false);
            return (int?)ended.ExitCode;
        }
        catch (DockerApiException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            return null; // no such container, or it does not run
        }
    }

    /// <summary>Reads the last lines that a replica wrote, standard output and error together.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="identity">The incarnation.</param>
    /// <param name="lines">The most lines; at least 1.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The text; <see langword="null"/> when the container is not there.</returns>
    public async Task<string?> TailLogAsync(string nodeId, ReplicaIdentity identity, int lines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentOutOfRangeException.ThrowIfLessThan(lines, 1);
        try
        {
            var parameters = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Tail = lines.ToString(System.Globalization.CultureInfo.InvariantCulture) };
            return await _fleet.CallAsync(
                nodeId,
                async (client, token) =>
                {
                    using var stream = await client.Containers.GetContainerLogsAsync(ContainerShape.Name(identity), parameters, token).ConfigureAwait(false);
                    var (output, error) = await stream.ReadOutputToEndAsync(token).ConfigureAwait(false);
                    return output + error;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<LaunchOutcome> RunAsync(LaunchRequest request, string id, CancellationToken cancellationToken)
    {
        // A leader may have been replaced while the image was fetched: look once more before anything runs.
        if (!await _fence.RaiseAsync(request.NodeId, request.Identity.Owner, request.Generation, cancellationToken).ConfigureAwait(false))
        {
            await RemoveAsync(request.NodeId, id, cancellationToken).ConfigureAwait(false);
            return Fenced(request.Generation);
        }

        try
        {
            await _fleet.CallAsync(request.NodeId, (client, token) => client.Containers.StartContainerAsync(id, new ContainerStartParameters(), token), cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException e) when (e.StatusCode != HttpStatusCode.NotFound)
        {
            if (await ContainerView.ObserveAsync(_fleet, request.NodeId, id, cancellationToken).ConfigureAwait(false) is { State: ReplicaState.Running } running)
            {
                return new LaunchOutcome { Status = LaunchStatus.Running, Replica = running }; // another call was first
            }

            await RemoveAsync(request.NodeId, id, cancellationToken).ConfigureAwait(false);
            return EngineText.Refusal(e);
        }

        return await OutcomeAsync(request.NodeId, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for a container whose name is taken: the engine gives the name away a moment before it shows the container.</summary>
    private async Task<ObservedReplica?> AppearAsync(string nodeId, string name, CancellationToken cancellationToken)
    {
        for (var looks = 0; looks < 50; looks++)
        {
            if (await ContainerView.ObserveAsync(_fleet, nodeId, name, cancellationToken).ConfigureAwait(false) is { } replica)
            {
                return replica;
            }

            await Task.Delay(Glance, _time, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<LaunchOutcome> OutcomeAsync(string nodeId, string id, CancellationToken cancellationToken)
    {
        var replica = await ContainerView.ObserveAsync(_fleet, nodeId, id, cancellationToken).ConfigureAwait(false)
            ?? throw new IOException($"The container {id} on node '{nodeId}' vanished while it was started.");
        return new LaunchOutcome
        {
            Status = replica.State switch
            {
                ReplicaState.Running => LaunchStatus.Running,
                ReplicaState.Starting => LaunchStatus.Starting,
                _ => LaunchStatus.Exited,
            },
            Replica = replica,
        };
    }

    private Task<IList<ContainerListResponse>> OfReplicaAsync(string nodeId, string owner, string replicaId, CancellationToken cancellationToken) =>
        ListContainersAsync(nodeId, [$"{OwnershipLabels.Owner}={owner}", $"{OwnershipLabels.Replica}={replicaId}"], cancellationToken);

    private Task<IList<ContainerListResponse>> ListContainersAsync(string nodeId, string[] labels, CancellationToken cancellationToken)
    {
        var parameters = new ContainersListParameters
        {
            All = true,
            Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = labels.ToDictionary(l => l, _ => true) },
        };
        return _fleet.CallAsync(nodeId, (client, token) => client.Containers.ListContainersAsync(parameters, token), cancellationToken);
    }

    private async Task StopAndRemoveAsync(string nodeId, string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        var seconds = (uint)Math.Ceiling(grace.TotalSeconds);
        try
        {
            // The client leaves a zero out, which the engine reads as its default of ten seconds; the removal kills at once.
            if (seconds > 0)
            {
                await _fleet.CallAsync(
                    nodeId, (client, token) => client.Containers.StopContainerAsync(id, new ContainerStopParameters { WaitBeforeKillSeconds = seconds }, token), cancellationToken, _fleet.Options.CallTimeout + grace).ConfigureAwait(false);
            }
        }
        catch (DockerApiException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Gone already, or on its way out; the removal below settles it.
        }

        await RemoveAsync(nodeId, id, cancellationToken).ConfigureAwait(false);
    }

    private async Task RemoveAsync(string nodeId, string id, CancellationToken cancellationToken)
    {
        try
        {
            await _fleet.CallAsync(nodeId, (client, token) => client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, token), cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // Nothing is left of it.
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.Conflict && EngineText.Of(e).Contains("already in progress", StringComparison.Ordinal))
        {
            // Another call removes it; a later list shows whether that went well.
        }
    }

    private static LaunchOutcome Refused(LaunchStatus status, string code, string reason) => new() { Status = status, Code = code, Reason = reason };

    private static LaunchOutcome Fenced(long generation) =>
        new() { Status = LaunchStatus.Fenced, Reason = $"A leader of a higher generation than {generation}, or a newer attempt, was here." };
}
