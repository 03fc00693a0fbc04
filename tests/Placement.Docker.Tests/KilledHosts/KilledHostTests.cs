using System.Diagnostics;

namespace Placement.Docker.Tests.KilledHosts;

/// <summary>A real host on three real engines, killed with SIGKILL at a hundred random instants of its work and of its recoveries.</summary>
[Collection("engines")]
public sealed class KilledHostTests(EngineFleet engines) : IClassFixture<EngineFleet>
{
    private const int Kills = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_killed_at_a_hundred_random_instants_loses_nothing_and_doubles_nothing()
    {
        Assert.SkipWhen(engines.Absent is not null, engines.Absent ?? "");
        var folder = Directory.CreateTempSubdirectory("placement-killed-host-").FullName;
        var random = new Random(5);
        var world = new EngineWorld(engines, "placement");
        await world.AddForeignAsync(Token);
        var client = new RandomClient(random);
        var (clock, duringRecovery, settling) = (Stopwatch.StartNew(), 0, TimeSpan.Zero);
        HostProcess? host = null;
        try
        {
            for (var kill = 1; kill <= Kills; kill++)
            {
                host = HostProcess.Start(engines.Endpoints, folder);
                if (random.Next(4) == 0)
                {
                    duringRecovery++;
                    await Task.Delay(random.Next(1500), Token); // while it starts, takes over, or mends what the last kill broke
                }
                else
                {
                    var began = clock.Elapsed;
                    await SettledAsync(host, client, world);
                    settling += clock.Elapsed - began;
                    using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
                    var work = client.WorkAsync(host, ending.Token);
                    await Task.Delay(random.Next(900), Token);
                    host.Kill();
                    await ending.CancelAsync();
                    await work;
                }

                host.Dispose();
                await world.CheckAsync(client.Promises, Token);
            }

            host = HostProcess.Start(engines.Endpoints, folder);
            await SettledAsync(host, client, world);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{Kills} kills in {clock.Elapsed.TotalSeconds:0} s, {duringRecovery} of them during a recovery; {client.Acknowledged} requests acknowledged, {client.Doubtful} cut off; back to rest in {settling.TotalSeconds / (Kills - duringRecovery):0.0} s on average");
            Assert.True(client.Acknowledged > Kills / 2, $"only {client.Acknowledged} requests were acknowledged between the kills");
        }
        finally
        {
            host?.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Waits until what was promised is what is wanted and what runs; nothing may be wrong on the way.</summary>
    private static async Task SettledAsync(HostProcess host, RandomClient client, EngineWorld world)
    {
        var waited = Stopwatch.StartNew();
        string? missing;
        do
        {
            var fleet = await host.FleetAsync(Token);
            await world.CheckAsync(client.Promises, Token);
            missing = fleet is null ? "nobody leads" : client.Recognise(fleet) ?? await world.MissingAsync(fleet, client.Promises, Token);
            if (missing is not null)
            {
                Assert.True(waited.Elapsed < Patience, $"Not at rest {Patience.TotalSeconds:0} s after the restart: {missing}.\n{host.LastWords(60)}");
                await Task.Delay(50, Token);
            }
        }
        while (missing is not null);

        foreach (var promise in client.Promises.Values)
        {
            promise.Rests();
        }
    }
}
