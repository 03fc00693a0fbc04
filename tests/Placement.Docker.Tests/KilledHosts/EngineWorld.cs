using Docker.DotNet.Models;
using Placement.Scheduling;

namespace Placement.Docker.Tests.KilledHosts;

/// <summary>What really runs, by the engines' own word.</summary>
internal sealed class EngineWorld(EngineFleet engines, string owner)
{
    private readonly Dictionary<(int Engine, string Id), string> _foreign = [];

    /// <summary>Starts, on every engine, a container without marks and one of another fleet; both must stay as they are.</summary>
    public async Task AddForeignAsync(CancellationToken token)
    {
        for (var number = 1; number <= engines.Count; number++)
        {
            using var client = engines.Client(number);
            foreach (var labels in new[] { [], new Dictionary<string, string> { [OwnershipLabels.Owner] = "another", [OwnershipLabels.Service] = "web", [OwnershipLabels.Replica] = "web.1", [OwnershipLabels.Attempt] = "1", [OwnershipLabels.Revision] = "1", [OwnershipLabels.Generation] = "1" } })
            {
                var made = await client.Containers.CreateContainerAsync(new CreateContainerParameters { Image = EngineFleet.Image, Labels = labels, HostConfig = new HostConfig { NetworkMode = "none" } }, token);
                await client.Containers.StartContainerAsync(made.ID, new ContainerStartParameters(), token);
                _foreign.Add((number, made.ID), await StartedAsync(number, made.ID, token));
            }
        }
    }

    /// <summary>What must hold at any instant: no replica twice, no more than a rollout allows, foreign containers untouched.</summary>
    public async Task CheckAsync(IReadOnlyDictionary<string, Promise> promises, CancellationToken token)
    {
        var running = await RunningAsync(token);
        Assert.Equal(running.Count, running.Select(r => r.Replica).Distinct().Count());
        foreach (var service in running.GroupBy(r => r.Service))
        {
            Assert.True(service.Count() <= promises[service.Key].Most, $"{service.Count()} replicas of {service.Key} run; at most {promises[service.Key].Most} may: {string.Join(", ", service)}.");
        }

        foreach (var ((engine, id), started) in _foreign)
        {
            Assert.Equal(started, await StartedAsync(engine, id, token));
        }
    }

    /// <summary>Says what of a scheduler's wishes does not run yet, or runs still; null when both are the same.</summary>
    public async Task<string?> MissingAsync(FleetSnapshot fleet, IReadOnlyDictionary<string, Promise> promises, CancellationToken token)
    {
        var running = await RunningAsync(token);
        foreach (var (name, promise) in promises)
        {
            var here = running.Where(r => r.Service == name).ToList();
            var held = fleet.Services.FirstOrDefault(s => s.Spec.Name == name);
            if (here.Count != (promise.Acknowledged?.Replicas ?? 0) || held is { Stopping: true } or { Rollout: RolloutState.InProgress } || here.Any(r => r.Revision != held?.Revision))
            {
                return $"{name} wants {promise.Acknowledged?.Replicas ?? 0} of revision {held?.Revision} ({held?.Rollout}), there run {string.Join(", ", here)}; the scheduler says {string.Join(", ", fleet.Replicas.Where(r => r.Service == name).Select(r => $"{r.ReplicaId} {r.Phase} on {r.NodeId}, {string.Join(" ", r.Reasons.Select(c => c.Code))}{r.LastEnd}"))}";
            }

            var believed = fleet.Replicas.Where(r => r.Service == name).Select(r => (r.ReplicaId, r.NodeId, r.Phase)).Order();
            if (!believed.SequenceEqual(here.Select(r => (r.Replica, (string?)$"node-{r.Engine}", ReplicaPhase.Running)).Order()))
            {
                return $"{name} is believed to run as {string.Join(", ", believed)}, there run {string.Join(", ", here)}";
            }
        }

        return fleet.Nodes.FirstOrDefault(n => n.Draining && n.Replicas > 0) is { } full ? $"{full.Report.NodeId} is not drained yet" : null;
    }

    private async Task<List<(int Engine, string Service, string Replica, int Revision)>> RunningAsync(CancellationToken token)
    {
        var found = new List<(int, string, string, int)>();
        for (var number = 1; number <= engines.Count; number++)
        {
            using var client = engines.Client(number);
            var filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [$"{OwnershipLabels.Owner}={owner}"] = true } };
            found.AddRange((await client.Containers.ListContainersAsync(new ContainersListParameters { Filters = filters }, token))
                .Select(c => (number, c.Labels[OwnershipLabels.Service], c.Labels[OwnershipLabels.Replica], int.Parse(c.Labels[OwnershipLabels.Revision], System.Globalization.CultureInfo.InvariantCulture))));
        }

        return found;
    }

    private async Task<string> StartedAsync(int engine, string id, CancellationToken token)
    {
        using var client = engines.Client(engine);
        var state = (await client.Containers.InspectContainerAsync(id, token)).State!;
        return state.Running ? $"running since {state.StartedAt}" : $"ended at {state.FinishedAt}";
    }
}
