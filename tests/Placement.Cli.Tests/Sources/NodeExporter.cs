using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Placement.Cli.Tests.Sources;

/// <summary>A real node_exporter. Skips the test where there is none.</summary>
internal sealed class NodeExporter : IAsyncDisposable
{
    private readonly Process _process;

    private NodeExporter(Process process, string target) => (_process, Target) = (process, target);

    public string Target { get; }

    public static async Task<NodeExporter> StartAsync()
    {
        const string program = "/usr/bin/prometheus-node-exporter";
        if (!File.Exists(program))
        {
            Assert.False((Environment.GetEnvironmentVariable("PLACEMENT_REQUIRE") ?? "").Split(',').Contains("prometheus"), "The tests on a real Prometheus are required here, but there is no node_exporter.");
            Assert.Skip("There is no node_exporter: install it (Debian: apt-get install prometheus-node-exporter) to run this test.");
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var target = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();
        var exporter = new NodeExporter(Process.Start(new ProcessStartInfo(program, [$"--web.listen-address={target}", "--log.level=error"]))!, target);
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await http.GetStringAsync(new Uri($"http://{target}/metrics"), TestContext.Current.CancellationToken);
                return exporter;
            }
            catch (Exception fault) when ((fault is HttpRequestException or System.Net.Sockets.SocketException) && attempt < 200)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
