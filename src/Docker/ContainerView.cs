using System.Globalization;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Placement.Scheduling;

namespace Placement.Docker;

/// <summary>Reads what an engine knows of one container as a replica.</summary>
internal static class ContainerView
{
    private const int KilledCode = 137;
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    /// <summary>Inspects a container; null if it is gone or not ours.</summary>
    public static async Task<ObservedReplica?> ObserveAsync(DockerFleet fleet, string nodeId, string id, CancellationToken cancellationToken)
    {
        try
        {
            var container = await InspectAsync().ConfigureAwait(false);
            if (container.State is { OOMKilled: false, ExitCode: KilledCode } state && HasJustEnded(state))
            {
                // The engine learns that memory ran out apart from the end, sometimes a moment after it.
                await Task.Delay(Settling, cancellationToken).ConfigureAwait(false);
                container = await InspectAsync().ConfigureAwait(false);
            }

            return Of(fleet, nodeId, container);
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        Task<ContainerInspectResponse> InspectAsync() => fleet.CallAsync(nodeId, (client, token) => client.Containers.InspectContainerAsync(id, token), cancellationToken);
    }

    private static bool HasJustEnded(State state) =>
        DateTimeOffset.TryParse(state.FinishedAt, CultureInfo.InvariantCulture, out var at) && (TimeProvider.System.GetUtcNow() - at).Duration() < TimeSpan.FromSeconds(2);

    private static ObservedReplica? Of(DockerFleet fleet, string nodeId, ContainerInspectResponse container)
    {
        if (container is not { Config.Labels: { } labels, State: { } state } || !OwnershipLabels.TryRead(labels.AsReadOnly(), out var identity, out var generation))
        {
            return null;
        }

        var ended = state.Status is "exited" or "dead" or "removing";
        return new ObservedReplica
        {
            NodeId = nodeId,
            Identity = identity,
            Generation = generation,
            State = ended ? ReplicaState.Exited : state.Status == "created" ? ReplicaState.Starting : ReplicaState.Running,
            ExitCode = ended ? (int)state.ExitCode : null,
            ExitReason = ended ? Reason(state) : ExitReason.Unknown,
            Endpoints = ended ? new Dictionary<int, string>() : Endpoints(fleet.Engine(nodeId), fleet.Options, container),
        };
    }

    private static ExitReason Reason(State state) =>
        state.OOMKilled ? ExitReason.OutOfMemory
        : state.ExitCode == 0 ? ExitReason.Completed
        : state.ExitCode is > 128 and <= 128 + 64 ? ExitReason.Killed
        : ExitReason.Failed;

    private static Dictionary<int, string> Endpoints(DockerEngine engine, DockerOptions options, ContainerInspectResponse container)
    {
        var host = engine.Endpoint.Scheme == "unix" || engine.Endpoint.Host.Length == 0 ? "127.0.0.1" : engine.Endpoint.Host;
        var endpoints = new Dictionary<int, string>();
        foreach (var (key, bindings) in container.NetworkSettings?.Ports ?? new Dictionary<string, IList<PortBinding>>())
        {
            if (bindings is { Count: > 0 } && int.TryParse(key.AsSpan(0, Math.Max(0, key.IndexOf('/', StringComparison.Ordinal))), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                endpoints[port] = $"{host}:{bindings[0].HostPort}";
            }
        }

        if (options.NetworkMode == "host")
        {
            foreach (var key in (container.Config?.ExposedPorts ?? new Dictionary<string, EmptyStruct>()).Keys)
            {
                if (int.TryParse(key.AsSpan(0, Math.Max(0, key.IndexOf('/', StringComparison.Ordinal))), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
                {
                    endpoints[port] = string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
                }
            }
        }

        return endpoints;
    }
}
