using Placement.Scheduling;
using ServiceSpec = Placement.Scheduling.ServiceSpec;

namespace Placement.Docker.Tests.KilledHosts;

/// <summary>A client that submits, scales, updates, stops, drains and rebalances at random, one request at a time, and remembers what it was promised.</summary>
internal sealed class RandomClient(Random random)
{
    private static readonly string[] Names = ["db", "mail", "web"];
    private readonly Dictionary<string, bool?> _drained = new(StringComparer.Ordinal) { ["node-1"] = false, ["node-2"] = false, ["node-3"] = false };
    private int _version;

    public Dictionary<string, Promise> Promises { get; } = Names.ToDictionary(n => n, _ => new Promise(), StringComparer.Ordinal);

    public int Acknowledged { get; private set; }

    public int Doubtful { get; private set; }

    /// <summary>Works until cancelled or until nobody answers.</summary>
    public async Task WorkAsync(HostProcess host, CancellationToken token)
    {
        try
        {
            while (true)
            {
                var answer = await ActAsync(host, token);
                Acknowledged += answer == true ? 1 : 0;
                if (answer is null)
                {
                    Doubtful++;
                    return;
                }

                await Task.Delay(random.Next(250), token);
            }
        }
        catch (OperationCanceledException)
        {
            // What was under way stays in doubt.
        }
    }

    /// <summary>Compares the promises with what a scheduler holds after a restart; what no promise explains is an error, what is not at rest is told.</summary>
    public string? Recognise(FleetSnapshot fleet)
    {
        foreach (var (name, promise) in Promises)
        {
            var held = fleet.Services.FirstOrDefault(s => s.Spec.Name == name);
            Assert.True(
                promise.Holds(held),
                $"{name} was promised as {promise.Acknowledged?.Replicas} replicas of version {promise.Acknowledged?.Environment["VERSION"]}; the scheduler holds {held?.Spec.Replicas} of {held?.Spec.Environment["VERSION"]}, stopping {held?.Stopping}.");
        }

        foreach (var node in fleet.Nodes)
        {
            Assert.True(_drained[node.Report.NodeId] is not { } promised || promised == node.Draining, $"{node.Report.NodeId} was promised to be {(node.Draining ? "open" : "drained")}.");
            _drained[node.Report.NodeId] = node.Draining;
        }

        return fleet.Nodes.Count(n => n.Alive) < 3 ? "a node is not heard of" : null;
    }

    private async Task<bool?> ActAsync(HostProcess host, CancellationToken token)
    {
        var (name, promise) = Promises.ElementAt(random.Next(Promises.Count));
        var node = $"node-{random.Next(1, 4)}";
        return (promise.Acknowledged, random.Next(10)) switch
        {
            (_, 0) when _drained.Values.All(d => d == false) => await DrainAsync(host, node, true, token),
            (_, < 3) when _drained.FirstOrDefault(d => d.Value != false).Key is { } drained => await DrainAsync(host, drained, false, token),
            (null, _) => await AskAsync(promise, Spec(name), s => host.AskAsync(HttpMethod.Post, "services", s, token)),
            ({ } known, < 6) => await ScaleAsync(promise, known with { Replicas = random.Next(1, 4) }, host, token),
            ({ } known, < 9) => await AskAsync(promise, Spec(name) with { Replicas = known.Replicas }, s => host.AskAsync(HttpMethod.Put, "services/" + name, s, token)),
            _ => await AskAsync(promise, null, _ => host.AskAsync(HttpMethod.Delete, "services/" + name, null, token)),
        };
    }

    private static Task<bool?> ScaleAsync(Promise promise, ServiceSpec scaled, HostProcess host, CancellationToken token) =>
        AskAsync(promise, scaled, s => host.AskAsync(HttpMethod.Post, $"services/{s!.Name}/scale?replicas={s.Replicas}", null, token));

    private static async Task<bool?> AskAsync(Promise promise, ServiceSpec? spec, Func<ServiceSpec?, Task<bool?>> ask)
    {
        promise.Asks(spec);
        var answer = await ask(spec);
        promise.Answered(answer);
        return answer;
    }

    private async Task<bool?> DrainAsync(HostProcess host, string node, bool drain, CancellationToken token)
    {
        _drained[node] = null;
        var answer = await host.AskAsync(HttpMethod.Post, $"nodes/{node}/{(drain ? "drain" : "uncordon")}", null, token);
        if (answer is { } known)
        {
            _drained[node] = known == drain;
        }

        return answer;
    }

    private ServiceSpec Spec(string name) => new()
    {
        Name = name,
        Image = EngineFleet.Image,
        Environment = new Dictionary<string, string> { ["VERSION"] = $"{++_version}" },
        CpuMillicores = 50,
        MemoryBytes = 16 << 20,
        Replicas = random.Next(1, 4),
        StopGrace = TimeSpan.Zero,
    };
}
