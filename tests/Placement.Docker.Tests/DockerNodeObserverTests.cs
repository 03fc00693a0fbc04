using System.Net;

namespace Placement.Docker.Tests;

/// <summary>The observer on an engine of the test's own making, which is away first.</summary>
public sealed class DockerNodeObserverTests
{
    // Below the ports that the system gives to connections, so that nothing takes it meanwhile.
    private static readonly int Port = 10_000 + (Environment.ProcessId % 10_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_engine_at_a_network_address_that_is_away_is_told_with_the_reason_and_seen_as_soon_as_it_answers()
    {
        using var fleet = new DockerFleet([new DockerEngine { NodeId = "node-1", Endpoint = new Uri($"tcp://127.0.0.1:{Port}") }], new DockerOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(50) });
        using var engine = new HttpListener { Prefixes = { $"http://127.0.0.1:{Port}/" } };
        var silences = new List<string>();
        await foreach (var report in new DockerNodeObserver(fleet).ObserveAsync(Token))
        {
            if (report.Silence is null)
            {
                Assert.Equal((3_000, 1L << 30), (report.CpuMillicores, report.MemoryBytes));
                break;
            }

            silences.Add(report.Silence);
            if (silences.Count == 2)
            {
                engine.Start();
                _ = AnswerAsync(engine);
            }
        }

        Assert.Equal($"nothing listens at tcp://127.0.0.1:{Port}/", silences[0]);
    }

    private static async Task AnswerAsync(HttpListener engine)
    {
        while (engine.IsListening)
        {
            var call = await engine.GetContextAsync();
            call.Response.ContentType = "application/json";
            await call.Response.OutputStream.WriteAsync("""{ "NCPU": 3, "MemTotal": 1073741824 }"""u8.ToArray());
            call.Response.Close();
        }
    }
}
