using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Placement.Telemetry.Tests.Sources.Prometheus;

/// <summary>A real Prometheus in a folder of its own, with the history it is given. Skips the test where there is none.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prometheus-").FullName;
    private readonly int _port = FreePort();
    private Process? _process;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Starts a server on the history, written in the OpenMetrics format without its end mark.</summary>
    /// <param name="openMetrics">History; may be empty.</param>
    /// <param name="targets">Addresses to scrape every second, as <c>127.0.0.1:9100</c>.</param>
    public static async Task<PrometheusServer> StartAsync(string openMetrics, params string[] targets)
    {
        if (Find("prometheus") is null || Find("promtool") is null)
        {
            Assert.False((Environment.GetEnvironmentVariable("PLACEMENT_REQUIRE") ?? "").Split(',').Contains("prometheus"), "The tests on a real Prometheus are required here, but there is none on the PATH.");
            Assert.Skip("There is no prometheus with promtool on the PATH: install it (Debian: apt-get install prometheus) to run this test.");
        }

        var server = new PrometheusServer();
        await File.WriteAllTextAsync(Path.Combine(server._folder, "history.om"), openMetrics + "# EOF\n");
        await File.WriteAllTextAsync(
            Path.Combine(server._folder, "prometheus.yml"),
            targets.Length == 0 ? "scrape_configs: []\n" : $"scrape_configs: [{{job_name: node, scrape_interval: 1s, static_configs: [{{targets: [\"{string.Join("\", \"", targets)}\"]}}]}}]\n");
        using var fill = Run("promtool", server._folder, "tsdb", "create-blocks-from", "openmetrics", "history.om", "data");
        await fill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(fill.ExitCode == 0, $"promtool ended with {fill.ExitCode}.");
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        _process = Run("prometheus", _folder, "--config.file=prometheus.yml", "--storage.tsdb.path=data", $"--web.listen-address=127.0.0.1:{_port}", "--storage.tsdb.retention.time=100y", "--log.level=error");
        using var http = new HttpClient();
        while (!await IsReadyAsync(http))
        {
            Assert.False(_process.HasExited, "prometheus ended while it started.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until a query has a result: the first scrape comes some seconds after the start.</summary>
    public async Task WaitForAsync(string query)
    {
        using var http = new HttpClient();
        while (!(await http.GetStringAsync(new Uri(Address, $"api/v1/query?query={Uri.EscapeDataString(query)}"), TestContext.Current.CancellationToken)).Contains("\"value\"", StringComparison.Ordinal))
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static Process Run(string program, string folder, params string[] arguments)
    {
        var process = new Process { StartInfo = new ProcessStartInfo(Find(program)!, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true } };
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Address, "-/ready"), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
