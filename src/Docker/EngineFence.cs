using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Placement.Docker;

/// <summary>
/// Keeps, on each engine, the highest generation that acted there, so that a leader that was paused and replaced cannot act when it wakes, whatever
/// process it is in. An engine has no compare-and-set, but a volume is made at most once under one name and is durable: each generation leaves one, and
/// the highest name is the fence.
/// </summary>
internal sealed class EngineFence(DockerFleet fleet)
{
    private const string OwnerLabel = "placement.fence.owner";
    private const string GenerationLabel = "placement.fence.generation";
    private readonly ConcurrentDictionary<(string NodeId, string Owner), long> _raised = new();

    /// <summary>Raises the fence to a generation; false, and nothing done, when a higher one was here.</summary>
    public async Task<bool> RaiseAsync(string nodeId, string owner, long generation, CancellationToken cancellationToken)
    {
        if (_raised.TryGetValue((nodeId, owner), out var seen) && seen > generation)
        {
            return false;
        }

        var volumes = await FencesAsync(nodeId, owner, cancellationToken).ConfigureAwait(false);
        if (volumes.Any(v => v.Generation > generation))
        {
            return false;
        }

        if (!volumes.Any(v => v.Generation == generation))
        {
            var parameters = new VolumesCreateParameters
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{owner}_fence_{generation}"),
                Labels = new Dictionary<string, string> { [OwnerLabel] = owner, [GenerationLabel] = generation.ToString(CultureInfo.InvariantCulture) },
            };
            await fleet.CallAsync(nodeId, (client, token) => client.Volumes.CreateAsync(parameters, token), cancellationToken).ConfigureAwait(false);

            // Two leaders may have looked at once and both have made theirs: look again, and the lower one yields.
            volumes = await FencesAsync(nodeId, owner, cancellationToken).ConfigureAwait(false);
            if (volumes.Any(v => v.Generation > generation))
            {
                return false;
            }
        }

        foreach (var (name, old) in volumes.Where(v => v.Generation < generation))
        {
            await RemoveAsync(nodeId, name, cancellationToken).ConfigureAwait(false);
        }

        _raised.AddOrUpdate((nodeId, owner), generation, (_, known) => Math.Max(known, generation));
        return true;
    }

    private async Task<List<(string Name, long Generation)>> FencesAsync(string nodeId, string owner, CancellationToken cancellationToken)
    {
        var parameters = new VolumesListParameters { Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [$"{OwnerLabel}={owner}"] = true } } };
        var listed = await fleet.CallAsync(nodeId, (client, token) => client.Volumes.ListAsync(parameters, token), cancellationToken).ConfigureAwait(false);
        var fences = new List<(string, long)>();
        foreach (var volume in listed.Volumes ?? [])
        {
            if (volume.Labels is { } labels && labels.TryGetValue(GenerationLabel, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var generation))
            {
                fences.Add((volume.Name, generation));
            }
        }

        return fences;
    }

    private async Task RemoveAsync(string nodeId, string name, CancellationToken cancellationToken)
    {
        try
        {
            await fleet.CallAsync(nodeId, (client, token) => client.Volumes.RemoveAsync(name, false, token), cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Somebody else removed it, or is about to.
        }
    }
}
