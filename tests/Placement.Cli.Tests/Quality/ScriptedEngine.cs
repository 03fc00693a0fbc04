using System.Net;
using System.Net.Sockets;
using System.Text;
using Placement.Docker;
using Placement.Telemetry.Samples;

namespace Placement.Cli.Tests.Quality;

/// <summary>Answers as a Docker engine does that runs both replicas.</summary>
internal sealed class ScriptedEngine : LiveWorld
{
    private readonly HttpListener _listener = new();
    private readonly DockerFleet _fleet;
    private readonly Task _serving;
    private volatile string[] _answers = [];
    private volatile bool _fails;

    public ScriptedEngine()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            _listener.Prefixes.Add(address);
            _fleet = new([new() { NodeId = "n", Endpoint = new Uri(address) }]);
        }

        _listener.Start();
        _serving = ServeAsync();
    }

    public override IReadOnlyList<string> Replicas { get; } = ["web-0", "web-1"];

    public override ISampleSource Source(TimeProvider clock) => new DockerFleetSource(_fleet, clock);

    public override void Set(long[] totals, long bytes, int spoilt, int kind)
    {
        _fails = spoilt >= 0 && kind == 6;
        _answers = [.. totals.Select((total, replica) =>
        {
            var answer = $$$"""{"memory_stats":{"usage":{{{bytes}}},"stats":{"inactive_file":0} },"cpu_stats":{"cpu_usage":{"total_usage":{{{total}}}000} } }""";
            return replica != spoilt ? answer : kind switch
            {
                0 => "",
                1 => "{}",
                2 => """{"cpu_stats":{"cpu_usage":{"total_usage":"many"}},"memory_stats":{"usage":"much"}}""",
                3 => """{"cpu_stats":{"cpu_usage":{"total_usage":-5}},"memory_stats":{"usage":-5}}""",
                4 => """{"cpu_stats":null,"memory_stats":{"stats":null}}""",
                _ => answer[..(answer.Length / 2)],
            };
        })];
    }

    public override void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
        _fleet.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var call = await _listener.GetContextAsync();
                var path = call.Request.Url!.AbsolutePath;
                var replica = path.EndsWith("/stats", StringComparison.Ordinal) ? path[path.Length - "/stats".Length - 1] - '0' : -1;
                var body = _fails ? "{\"message\":\"the engine is on fire\"}"
                    : replica >= 0 ? _answers[replica]
                    : $"[{string.Join(',', Replicas.Select((name, i) => $$"""{"Id":"container{{i}}","Names":["/{{name}}"],"Labels":{} }"""))}]";
                call.Response.StatusCode = _fails ? 500 : body.Length == 0 ? 404 : 200;
                call.Response.ContentType = "application/json";
                call.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }
}
