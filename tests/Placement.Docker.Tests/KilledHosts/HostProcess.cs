using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Placement.Scheduling;

namespace Placement.Docker.Tests.KilledHosts;

/// <summary>The sample host in a process of its own, driven through its HTTP door like any user's host; made to be killed.</summary>
internal sealed class HostProcess : IDisposable
{
    private const string Secret = "a-token-of-the-test";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    private readonly Process _process;
    private readonly HttpClient _client;
    private readonly string _log;

    private HostProcess(Process process, HttpClient client, string log) => (_process, _client, _log) = (process, client, log);

    public static HostProcess Start(IEnumerable<Uri> engines, string folder)
    {
        // bin/<test project>/<configuration>/ beside bin/SchedulerHost/<configuration>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, "SchedulerHost", here.Name, "SchedulerHost.dll");
        Assert.True(File.Exists(program), $"{program} is not built.");
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var log = Path.Combine(folder, "host.log");
        string[] arguments = [program, "--state", Path.Combine(folder, "fleet.db"), "--network", "none", "--urls", address.ToString(), .. engines.SelectMany(e => new[] { "--docker", e.ToString() })];

        // Through a shell, so that the log goes to a file; exec, so that the kill hits the host itself.
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec dotnet \"$@\" >>{log} 2>&1", "dotnet", .. arguments]) { WorkingDirectory = folder };
        start.Environment["FLEET_TOKEN"] = Secret;
        start.Environment["Logging__LogLevel__Microsoft"] = "Warning";
        start.Environment["DOTNET_TieredPGO"] = "0"; // it lives for seconds: a quick start matters more
        var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Add("Authorization", "Bearer " + Secret);
        return new HostProcess(Process.Start(start)!, client, log);
    }

    /// <summary>What the host believes; null if it does not answer, or does not lead.</summary>
    public async Task<FleetSnapshot?> FleetAsync(CancellationToken token)
    {
        try
        {
            using var answer = await _client.GetAsync("api/fleet", token);
            return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadFromJsonAsync<FleetSnapshot>(Json, token) : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            Assert.False(_process.HasExited && _process.ExitCode != 137, $"The host ended by itself: {LastWords(20)}");
            return null;
        }
    }

    /// <summary>Asks for something: true if it was acknowledged, false if it was refused, null if nobody knows.</summary>
    public async Task<bool?> AskAsync(HttpMethod method, string path, ServiceSpec? body, CancellationToken token)
    {
        try
        {
            using var request = new HttpRequestMessage(method, "api/" + path) { Content = body is null ? null : JsonContent.Create(body, options: Json) };
            using var answer = await _client.SendAsync(request, token);
            return answer.StatusCode switch
            {
                HttpStatusCode.Accepted => true,
                HttpStatusCode.ServiceUnavailable => null,
                _ => false,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return null;
        }
    }

    /// <summary>The last lines of the hosts' common log.</summary>
    public string LastWords(int lines) => string.Join('\n', File.ReadLines(_log).TakeLast(lines));

    public void Kill()
    {
        _process.Kill(); // SIGKILL
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _client.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
