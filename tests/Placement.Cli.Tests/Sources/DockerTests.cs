using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Placement.Docker.Tests;

namespace Placement.Cli.Tests.Sources;

/// <summary>The whole way from real Docker engines to an analysis and a plan.</summary>
public sealed class DockerTests : IClassFixture<DockerTests.TwoEngines>, IDisposable
{
    private readonly EngineFleet _engines;
    private readonly Scratch _scratch = new();

    public DockerTests(TwoEngines engines)
    {
        ArgumentNullException.ThrowIfNull(engines);
        _engines = engines.Fleet;
        Assert.SkipWhen(_engines.Absent is not null, _engines.Absent ?? "");
    }

    private string[] Engines => [.. Enumerable.Range(1, 2).SelectMany(number => new[] { "--docker", $"n{number}={_engines.Engine(number).Endpoint}" })];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task What_the_containers_of_all_engines_use_is_read_kept_and_missed()
    {
        string[] inventory =
        [
            "--nodes", _scratch.Write("nodes.csv", "id,cpu,memory_gib,price\nn1,2,4,0.1\nn2,2,4,0.1\n"),
            "--workloads", _scratch.Write("services.csv", "id,replicas,cpu,memory,nodes\nweb,2,1,128MiB,n1;n2\n"),
            "--rename", "(?:.*/)?(.*)-([0-9]+)=$1/$2", "--zeros-are-real",
        ];
        await RunAsync(1, "web-0", "while :; do :; done");
        await RunAsync(2, "web-1", "sleep 3600");

        var analysis = await Tool.RunAsync(["analyze", .. inventory, .. Engines, "--for", "2s", "--every", "1s", "--json"]);
        Read(analysis);

        var plan = await Tool.RunAsync(["plan", .. inventory, .. Engines, "--for", "1s", "--every", "1s", "--out", _scratch["plan.json"], "--time-limit", "60", "--threads", "1"]);
        Assert.True(plan.Code == 0, plan.Error);
        Assert.Equal(2, JsonNode.Parse(await File.ReadAllTextAsync(_scratch["plan.json"], TestContext.Current.CancellationToken))!["target"]!.AsArray().Count);

        var watch = await Tool.RunAsync(["watch", "--history", _scratch["history"], .. Engines, "--every", "1s", "--rounds", "2"]);
        Assert.True(watch.Code == 0, watch.Error);
        Read(await Tool.RunAsync(["analyze", .. inventory, "--history", _scratch["history"], "--json"]));

        // What one engine does not say is missing, and said to be.
        _engines.Kill(2);
        var half = await Tool.RunAsync(["analyze", .. inventory, .. Engines, "--for", "1s", "--every", "1s", "--json"]);
        var keeps = await Tool.RunAsync(["watch", "--history", _scratch["half"], .. Engines, "--every", "1s", "--rounds", "2", "--json"]);
        await _engines.RestartAsync(2);

        Assert.Equal((3, ""), (half.Code, half.Out));
        Assert.Contains("The engine of node n2 does not answer, so its containers are missing", half.Error, StringComparison.Ordinal);
        Assert.Equal(3, keeps.Code);
        Assert.All(keeps.Out.Trim().Split('\n'), line => Assert.Equal((2, 1), ((int)JsonNode.Parse(line)!["series"]!, JsonNode.Parse(line)!["faults"]!.AsArray().Count)));
    }

    /// <summary>One replica spins, the other sleeps; neither holds more than its 64 MiB.</summary>
    private static void Read(Tool run)
    {
        Assert.True(run.Code == 0, run.Error);
        var replicas = JsonNode.Parse(run.Out)!["replicas"]!.AsArray();
        Assert.Equal(4, replicas.Count);
        Assert.True(Max("web/0", "cpu") > Max("web/1", "cpu") + 1);
        Assert.InRange(Max("web/0", "memory"), 1, 64 << 20);
        Assert.InRange(Max("web/1", "memory"), 1, 64 << 20);

        double Max(string name, string resource) => (double)replicas.Single(r => (string?)r!["name"] == name && (string?)r["resource"] == resource)!["max"]!;
    }

    private async Task RunAsync(int number, string name, string command)
    {
        using var client = _engines.Client(number);
        var made = await client.Containers.CreateContainerAsync(
            new CreateContainerParameters { Image = EngineFleet.Image, Name = name, Cmd = ["/bin/sh", "-c", command], HostConfig = new HostConfig { NetworkMode = "none", Memory = 64 << 20, NanoCPUs = 250_000_000 } },
            TestContext.Current.CancellationToken);
        Assert.True(await client.Containers.StartContainerAsync(made.ID, null, TestContext.Current.CancellationToken));
    }

    public sealed class TwoEngines : IAsyncLifetime
    {
        public EngineFleet Fleet { get; } = new() { Count = 2 };

        public ValueTask InitializeAsync() => Fleet.InitializeAsync();

        public ValueTask DisposeAsync() => Fleet.DisposeAsync();
    }
}
