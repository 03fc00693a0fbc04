using System.Collections.Concurrent;
using Docker.DotNet;
using Docker.DotNet.Models;
using Placement.Scheduling;

namespace Placement.Docker;

/// <summary>Reads all running containers of an engine at one moment.</summary>
internal static class ContainerReadings
{
    private const int CallsAtOnce = 16;

    /// <summary>Reads an engine; what ended meanwhile is left out. An engine that does not answer throws one of <see cref="EngineSilence.Is"/>.</summary>
    public static async Task<IReadOnlyList<ContainerReading>> OfAsync(DockerFleet fleet, string node, TimeProvider clock, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<ContainerReading>();
        var containers = await fleet.CallAsync(node, (client, token) => client.Containers.ListContainersAsync(new ContainersListParameters(), token), cancellationToken).ConfigureAwait(false);
        await Parallel.ForEachAsync(containers, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken }, async (container, token) =>
        {
            if (await StatsAsync(fleet, node, container.ID, token).ConfigureAwait(false) is { CPUStats.CPUUsage.TotalUsage: > 0 and var nanoseconds, MemoryStats: { } memory })
            {
                found.Add(new ContainerReading
                {
                    Container = container.ID,
                    Name = container.Names[0].TrimStart('/'),
                    Identity = container.Labels is { } labels && OwnershipLabels.TryRead(labels.AsReadOnly(), out var identity, out _) ? identity : null,
                    Time = clock.GetUtcNow().ToUnixTimeMilliseconds(),
                    MillicoreSeconds = nanoseconds * 1e-6,
                    Bytes = MemoryOf(memory),
                });
            }
        }).ConfigureAwait(false);
        return [.. found];
    }

    /// <summary>One reading without the engine's own wait for a second one; <see langword="null"/> for a container that ended meanwhile.</summary>
    private static async Task<ContainerStatsResponse?> StatsAsync(DockerFleet fleet, string node, string id, CancellationToken cancellationToken)
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

        return read;
    }

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
