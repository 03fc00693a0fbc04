using System.Net;
using System.Net.Sockets;

namespace Placement.Postgres.Tests.TwoHosts;

/// <summary>Two real host processes on one real PostgreSQL; the one that leads is killed or paused, twenty times.</summary>
public sealed class TwoHostsTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const int Rounds = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_host_acts_at_any_time_and_another_takes_over_within_ten_seconds()
    {
        Assert.SkipWhen(server.Absent is not null, server.Absent ?? "");
        using var world = new World(FreePort());
        var random = new Random(11);
        var started = 0;
        Host Start() => new($"host-{++started}", server.ConnectionString, "two_hosts", world.Address);
        var hosts = new List<Host> { Start(), Start() };
        var takeovers = new List<(string How, double Seconds)>();
        try
        {
            await UntilAsync(() => Leader(world) is not null, TimeSpan.FromSeconds(60), "the first host leads");
            for (var round = 1; round <= Rounds; round++)
            {
                await UntilAsync(() => hosts.TrueForAll(h => world.IsAwake(h.Name)), TimeSpan.FromMinutes(2), "both hosts are up");
                await Task.Delay(random.Next(500, 2000), Token);
                var (leading, generation) = Leader(world)!.Value;
                var leader = hosts.Single(h => h.Name == leading);
                var pause = round % 2 == 0;
                var began = DateTimeOffset.UtcNow;
                if (pause)
                {
                    leader.Pause();
                }
                else
                {
                    leader.Kill();
                    hosts.Remove(leader);
                    leader.Dispose();
                }

                await UntilAsync(() => Leader(world)!.Value.Generation > generation, 2 * Limit, $"another host takes over from {leading} in round {round}");
                takeovers.Add((pause ? "paused" : "killed", (world.Journal.First(o => o.Generation > generation).At - began).TotalSeconds));
                if (pause)
                {
                    leader.Continue(); // it believes that it still leads
                }
                else
                {
                    hosts.Add(Start());
                }
            }

            world.Working = false;
            await UntilAsync(() => world.Missing() is null, TimeSpan.FromSeconds(60), "what was promised runs");
            await Task.Delay(2000, Token);
            Assert.Null(world.Missing());
        }
        finally
        {
            hosts.ForEach(h => h.Dispose());
        }

        var journal = world.Journal;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Rounds} rounds: take-over after {takeovers.Min(t => t.Seconds):0.0} to {takeovers.Max(t => t.Seconds):0.0} s, {takeovers.Average(t => t.Seconds):0.0} s on average; {world.Acknowledged} requests acknowledged, {journal.Count} orders, {journal.Count(o => !o.CarriedOut)} of them fenced off");
        Assert.Empty(world.Mistakes);
        Assert.All(takeovers, t => Assert.InRange(t.Seconds, 0, Limit.TotalSeconds));
        Assert.Equal(Rounds, takeovers.Count);

        // A generation belongs to one host, and on no node is an order carried out after one of a higher generation.
        Assert.All(journal.GroupBy(o => o.Generation), g => Assert.Single(g.Select(o => o.Host).Distinct()));
        foreach (var node in journal.GroupBy(o => o.NodeId))
        {
            var highest = 0L;
            foreach (var order in node)
            {
                Assert.True(order.What == "list" || order.CarriedOut == (order.Generation >= highest), $"{order} was {(order.CarriedOut ? "" : "not ")}carried out after generation {highest} had acted.");
                highest = Math.Max(highest, order.Generation);
            }
        }
    }

    /// <summary>The host of the highest generation that reached a node.</summary>
    private static (string Host, long Generation)? Leader(World world) =>
        world.Journal.MaxBy(o => o.Generation) is { } last ? (last.Host, last.Generation) : null;

    private static async Task UntilAsync(Func<bool> condition, TimeSpan limit, string what)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(Token);
        waiting.CancelAfter(limit);
        while (!condition())
        {
            Assert.False(waiting.IsCancellationRequested && !Token.IsCancellationRequested, $"Not within {limit.TotalSeconds:0} s: {what}.");
            await Task.Delay(20, Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
