using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Placement.Scheduling;

namespace Placement.Docker;

/// <summary>Closes the loop of a scheduler on Docker engines: reads what containers use, sizes services by it, and tells which nodes are really full.</summary>
/// <remarks>
/// A service is sized by its busiest replica at each reading, over all replicas it has had, so replacing them loses nothing. A node's use is that of all its containers, also those of
/// others; keep back what runs beside them by the reserved amounts of its <see cref="DockerEngine"/>. What was measured is held in memory only: after a restart requests count again until
/// there is enough. An engine that does not answer is left out, and the last figures stay.
/// </remarks>
/// <param name="fleet">The engines; stays the caller's.</param>
/// <param name="options">How to measure; <see langword="null"/> means the defaults.</param>
/// <param name="time">The clock; <see langword="null"/> means the system's.</param>
/// <param name="logger">Told of engines that do not answer; <see langword="null"/> for none.</param>
public sealed class DockerUsageSource(DockerFleet fleet, DockerUsageOptions? options = null, TimeProvider? time = null, ILogger<DockerUsageSource>? logger = null) : IUsageSource
{
    private readonly DockerUsageOptions _options = options ?? new DockerUsageOptions();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    /// <inheritdoc />
    public async IAsyncEnumerable<UsageReport> MeasureAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var meter = new UsageMeter(_options, _time);
        using var timer = new PeriodicTimer(_options.Interval, _time);
        do
        {
            var reads = fleet.Engines.Select(engine => ReadAsync(engine.NodeId, cancellationToken)).ToList();
            foreach (var read in reads)
            {
                if (await read.ConfigureAwait(false) is var (node, readings))
                {
                    meter.Take(node, readings);
                }
            }

            yield return meter.Report();
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<(string Node, IReadOnlyList<ContainerReading> Readings)?> ReadAsync(string node, CancellationToken cancellationToken)
    {
        try
        {
            return (node, await ContainerReadings.OfAsync(fleet, node, _time, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception fault) when (EngineSilence.Is(fault))
        {
            DockerLog.NoAnswer(_logger, node, EngineSilence.Reason(fault, fleet.Engine(node).Endpoint));
            return null;
        }
    }
}
