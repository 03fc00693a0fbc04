using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Placement.Scheduling;

namespace Placement.Docker;

/// <summary>Reports each engine that answers as a living node, with the CPU and memory it has, and why one does not answer.</summary>
/// <param name="fleet">The engines.</param>
/// <param name="time">The clock of the heartbeat; <see langword="null"/> means the system's.</param>
/// <param name="logger">Told of engines that do not answer; <see langword="null"/> for none.</param>
public sealed class DockerNodeObserver(DockerFleet fleet, TimeProvider? time = null, ILogger<DockerNodeObserver>? logger = null) : INodeObserver
{
    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc />
    public async IAsyncEnumerable<NodeReport> ObserveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reports = Channel.CreateBounded<NodeReport>(fleet.Engines.Count);
        var beats = fleet.Engines.Select(engine => BeatAsync(engine, reports.Writer, cancellationToken)).ToList();
        await foreach (var report in reports.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return report;
        }

        await Task.WhenAll(beats).ConfigureAwait(false);
    }

    private async Task BeatAsync(DockerEngine engine, ChannelWriter<NodeReport> reports, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(fleet.Options.HeartbeatInterval, _time);
        do
        {
            try
            {
                var system = await fleet.CallAsync(engine.NodeId, (client, token) => client.System.GetSystemInfoAsync(token), cancellationToken).ConfigureAwait(false);
                await reports.WriteAsync(Report(engine, system), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it is, the next beat may go well: nobody would hear of an engine whose beat has ended.
                var reason = EngineSilence.Reason(fault, engine.Endpoint);
                DockerLog.NoAnswer(_logger, engine.NodeId, reason);
                await reports.WriteAsync(NodeReport.Silent(engine.NodeId, reason), cancellationToken).ConfigureAwait(false);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private static NodeReport Report(DockerEngine engine, SystemInfoResponse system)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in system.Labels ?? [])
        {
            var equals = label.IndexOf('=', StringComparison.Ordinal);
            labels[equals < 0 ? label : label[..equals]] = equals < 0 ? "" : label[(equals + 1)..];
        }

        foreach (var (key, value) in engine.Labels)
        {
            labels[key] = value;
        }

        return new NodeReport
        {
            NodeId = engine.NodeId,
            CpuMillicores = engine.CpuMillicores ?? Math.Max(0, (system.NCPU * 1000) - engine.ReservedCpuMillicores),
            MemoryBytes = engine.MemoryBytes ?? Math.Max(0, system.MemTotal - engine.ReservedMemoryBytes),
            Labels = labels,
            Taints = engine.Taints,
        };
    }
}
