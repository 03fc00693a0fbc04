using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Docker.DotNet;
using Docker.DotNet.Models;
using Placement.Scheduling;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Docker;

/// <summary>Reads what the running containers of every engine of a fleet use now.</summary>
/// <remarks>
/// One read is one instant; CPU is a running total, so usage needs two reads. A container that Placement started is named by its replica; any other by its name, after that of its node
/// where the fleet has several engines, since names are unique on one engine only. Memory is what a container holds less its inactive file cache. An engine that does not answer is an error after what the
/// others said, so that a caller that goes on knows what is missing.
/// </remarks>
/// <param name="fleet">The engines; stays the caller's.</param>
/// <param name="timeProvider">Dates the samples; <see langword="null"/> for the system's clock.</param>
public sealed class DockerFleetSource(DockerFleet fleet, TimeProvider? timeProvider = null) : ISampleSource
{
    private const int CallsAtOnce = 16;

    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;

    /// <inheritdoc />
    public string Name { get; } = $"docker: {string.Join(", ", (fleet ?? throw new ArgumentNullException(nameof(fleet))).Engines.Select(e => e.NodeId))}";

    /// <inheritdoc />
    public async IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        var faults = new ConcurrentBag<string>();
        var reads = fleet.Engines.Select(engine => ReadEngineAsync(engine.NodeId, faults, cancellationToken)).ToList();
        var samples = 0;
        foreach (var read in reads)
        {
            var readings = await read.ConfigureAwait(false);
            SampleBatch totals = new(new SampleOrigin(Name, "cpu_usage"), Math.Max(1, readings.Count), SampleMeaning.Counter);
            SampleBatch levels = new(new SampleOrigin(Name, "memory_stats"), Math.Max(1, readings.Count));
            foreach (var (name, time, millicoreSeconds, bytes) in readings)
            {
                totals.Add(session.Series.GetOrAdd(session.Names.KeyOf(SubjectKind.Replica, name, Resource.Cpu)), time, millicoreSeconds);
                levels.Add(session.Series.GetOrAdd(session.Names.KeyOf(SubjectKind.Replica, name, Resource.Memory)), time, bytes);
            }

            samples += totals.Count + levels.Count;
            session.Quarantine.CountRows(totals.Count + levels.Count);
            yield return totals;
            yield return levels;
        }

        session.AddSource(new SourceRecord { Name = Name, Rows = samples, Samples = samples });
        if (!faults.IsEmpty)
        {
            throw new InvalidTelemetryException(string.Join(" ", faults.Order(StringComparer.Ordinal)));
        }
    }

    private async Task<List<(string Name, long Time, double MillicoreSeconds, double Bytes)>> ReadEngineAsync(string node, ConcurrentBag<string> faults, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<(string, long, double, double)>();
        try
        {
            var containers = await fleet.CallAsync(node, (client, token) => client.Containers.ListContainersAsync(new ContainersListParameters(), token), cancellationToken).ConfigureAwait(false);
            await Parallel.ForEachAsync(containers, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken }, async (container, token) =>
            {
                if (await StatsAsync(node, container.ID, token).ConfigureAwait(false) is { } stats)
                {
                    found.Add((NameOf(node, container), _clock.GetUtcNow().ToUnixTimeMilliseconds(), stats.MillicoreSeconds, stats.Bytes));
                }
            }).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TimeoutException or DockerApiException or System.Net.Sockets.SocketException)
        {
            faults.Add($"The engine of node {node} does not answer, so its containers are missing: {error.Message}");
        }

        return [.. found.OrderBy(one => one.Item1, StringComparer.Ordinal)];
    }

    /// <summary>One reading without the engine's own wait for a second one; <see langword="null"/> for a container that ended meanwhile.</summary>
    private async Task<(double MillicoreSeconds, double Bytes)?> StatsAsync(string node, string id, CancellationToken cancellationToken)
    {
        ContainerStatsResponse? read = null;
        try
        {
            await fleet.CallAsync(
                node,
                (client, token) => client.Containers.GetContainerStatsAsync(id, new ContainerStatsParameters { Stream = false, OneShot = true }, new Immediate(stats => read = stats), token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException error) when (error.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }

        return read is { CPUStats.CPUUsage.TotalUsage: > 0 and var nanoseconds, MemoryStats: { } memory } ? (nanoseconds * 1e-6, MemoryOf(memory)) : null;
    }

    private string NameOf(string node, ContainerListResponse container) =>
        container.Labels is { } labels && OwnershipLabels.TryRead(labels.AsReadOnly(), out var identity, out _) ? identity.ReplicaId
        : fleet.Engines.Count == 1 ? container.Names[0].TrimStart('/')
        : node + container.Names[0];

    /// <summary>As the docker command counts: cgroup 1 calls the cache that can go total_inactive_file, cgroup 2 inactive_file.</summary>
    private static double MemoryOf(MemoryStats memory)
    {
        var cache = memory.Stats is null ? 0 : memory.Stats.TryGetValue("total_inactive_file", out var one) ? one : memory.Stats.TryGetValue("inactive_file", out var two) ? two : 0;
        return Math.Max(0, (double)(memory.Usage ?? 0) - cache);
    }

    /// <summary>Takes the answer on the caller's thread; <see cref="Progress{T}"/> would post it for later.</summary>
    private sealed class Immediate(Action<ContainerStatsResponse> take) : IProgress<ContainerStatsResponse>
    {
        public void Report(ContainerStatsResponse value) => take(value);
    }
}
