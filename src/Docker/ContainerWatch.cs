using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;
using Placement.Scheduling;

namespace Placement.Docker;

/// <summary>Turns the event streams of all engines into one stream of notices.</summary>
internal sealed class ContainerWatch(DockerFleet fleet, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<ReplicaNotice> WatchAsync(string owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var notices = Channel.CreateUnbounded<ReplicaNotice>(new UnboundedChannelOptions { SingleReader = true });
        var streams = fleet.Engines.Select(engine => FollowAsync(owner, engine.NodeId, notices.Writer, cancellationToken)).ToList();
        await foreach (var notice in notices.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return notice;
        }

        await Task.WhenAll(streams).ConfigureAwait(false);
    }

    private async Task FollowAsync(string owner, string nodeId, ChannelWriter<ReplicaNotice> notices, CancellationToken cancellationToken)
    {
        var filters = new Dictionary<string, IDictionary<string, bool>>
        {
            ["type"] = new Dictionary<string, bool> { ["container"] = true },
            ["label"] = new Dictionary<string, bool> { [$"{OwnershipLabels.Owner}={owner}"] = true },
            ["event"] = new Dictionary<string, bool> { ["start"] = true, ["die"] = true, ["oom"] = true, ["destroy"] = true },
        };
        string? told = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            // Events are handled in order on one reader; the stream's own callback must not wait for calls to the engine.
            var events = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
            var handling = HandleAsync(nodeId, events.Reader, notices, cancellationToken);
            try
            {
                // What happened before was missed; the stream begins at the engine's own time of before the listing, so that nothing falls between the two.
                var info = await fleet.CallAsync(nodeId, (client, token) => client.System.GetSystemInfoAsync(token), cancellationToken).ConfigureAwait(false);
                notices.TryWrite(ReplicaNotice.Gap(nodeId));
                told = null;
                await fleet.Client(nodeId).System.MonitorEventsAsync(new ContainerEventsParameters { Since = UnixSeconds(info.SystemTime), Filters = filters }, new EventProgress(events.Writer), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                // The gap notice after reconnecting says that something may have been missed.
                if (EngineSilence.Reason(fault, fleet.Engine(nodeId).Endpoint) is var reason && reason != told)
                {
                    told = reason; // an engine may be away for days
                    DockerLog.WatchBroken(logger, nodeId, reason);
                }
            }

            events.Writer.Complete();
            await handling.ConfigureAwait(false);
            await Task.Delay(ReconnectDelay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The event stream takes whole Unix seconds; rounding down repeats an event at worst.</summary>
    private static string? UnixSeconds(string? engineTime) =>
        DateTimeOffset.TryParse(engineTime, CultureInfo.InvariantCulture, out var at) ? at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : null;

    private async Task HandleAsync(string nodeId, ChannelReader<Message> events, ChannelWriter<ReplicaNotice> notices, CancellationToken cancellationToken)
    {
        await foreach (var message in events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!OwnershipLabels.TryRead((message.Actor?.Attributes ?? new Dictionary<string, string>()).AsReadOnly(), out var identity, out var generation))
            {
                continue;
            }

            try
            {
                var replica = message.Action == "destroy" ? null : await ContainerView.ObserveAsync(fleet, nodeId, message.Actor!.ID, cancellationToken).ConfigureAwait(false);
                notices.TryWrite(ReplicaNotice.Of(replica ?? new ObservedReplica { NodeId = nodeId, Identity = identity, Generation = generation, State = ReplicaState.Gone }));
            }
            catch (Exception fault) when (EngineSilence.Is(fault))
            {
                notices.TryWrite(ReplicaNotice.Gap(nodeId));
            }
        }
    }

    private sealed class EventProgress(ChannelWriter<Message> events) : IProgress<Message>
    {
        public void Report(Message value) => events.TryWrite(value);
    }
}
