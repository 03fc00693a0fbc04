using System.Net;
using System.Text.Json;
using Placement.Scheduling;
using Placement.Testing;

namespace Placement.Postgres.Tests.TwoHosts;

/// <summary>Three nodes behind HTTP with a launch journal. Orders travel for a while, some for longer than a lease, so that a killed or paused host leaves orders on the way.</summary>
internal sealed class World : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly FakeFleet _fleet = new();
    private readonly Random _random = new(3);
    private readonly Lock _lock = new();
    private readonly List<Order> _journal = [];
    private readonly HashSet<string> _awake = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Wishes> _wishes = new(StringComparer.Ordinal);

    public World(int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}/");
        for (var n = 1; n <= 3; n++)
        {
            _fleet.AddNode(new NodeReport { NodeId = $"n{n}", CpuMillicores = 8000, MemoryBytes = 16L << 30 });
            _fleet.AddForeign($"n{n}", "foreign");
        }

        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>Whether leaders should ask for changes.</summary>
    public bool Working { get; set; } = true;

    /// <summary>Mistakes that the nodes themselves saw, such as an incarnation started twice.</summary>
    public List<string> Mistakes { get; } = [];

    public int Acknowledged { get; private set; }

    public IReadOnlyList<Order> Journal
    {
        get
        {
            lock (_lock)
            {
                return [.. _journal];
            }
        }
    }

    /// <summary>Whether a host has come up.</summary>
    public bool IsAwake(string host)
    {
        lock (_lock)
        {
            return _awake.Contains(host);
        }
    }

    /// <summary>Says which service does not run as it was last promised; null if all do.</summary>
    public string? Missing()
    {
        lock (_lock)
        {
            foreach (var (service, (_, asked, acknowledged, _)) in _wishes)
            {
                var running = _fleet.Nodes.Sum(n => n.Containers.Values.Count(c => c.Identity?.Service == service && c.State == ReplicaState.Running));
                if (running != acknowledged && running != asked)
                {
                    return $"{service} runs {running} times; {acknowledged} were acknowledged, {asked} asked for last";
                }
            }

            return _wishes.Count == 0 ? "nothing was asked for" : null;
        }
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var answer = await AnswerAsync(context.Request.Url!.AbsolutePath, context.Request.Headers["Host-Name"]!, body.ToArray());
            await context.Response.OutputStream.WriteAsync(answer);
        }
        catch (ConformanceException mistake)
        {
            lock (_lock)
            {
                Mistakes.Add(mistake.Message);
            }

            context.Response.StatusCode = 500;
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            return; // the host is gone; what it ordered was carried out all the same
        }

        context.Response.Close();
    }

    private async Task<byte[]> AnswerAsync(string path, string host, byte[] body)
    {
        if (path is "/start" or "/stop")
        {
            await TravelAsync();
        }

        lock (_lock)
        {
            switch (path)
            {
                case "/nodes":
                    return Bytes(_fleet.Nodes.Select(n => n.Report));
                case "/work":
                    _awake.Add(host);
                    return Working ? "go"u8.ToArray() : "rest"u8.ToArray();
                case "/asks":
                case "/acknowledged":
                    var wish = Read<Wish>(body);
                    var before = _wishes.GetValueOrDefault(wish.Service);
                    _wishes[wish.Service] = path == "/asks" ? new(host, wish.Replicas, before.Acknowledged, false)
                        : before.By == host ? new(host, wish.Replicas, wish.Replicas, true)
                        // Word of a host that was paused on the way to say so: what another asked since came later in the store, so if that was acknowledged it holds.
                        : before.IsAnswered ? before : before with { Acknowledged = wish.Replicas };
                    Acknowledged += path == "/asks" ? 0 : 1;
                    return [];
                case "/list":
                    var list = Read<ListRequest>(body);
                    var found = _fleet.List(list);
                    Note(host, list.Generation, list.NodeId, "list", true);
                    return Bytes(found);
                case "/start":
                    var start = Read<LaunchRequest>(body);
                    return Bytes(Note(host, start.Generation, start.NodeId, $"start {start.Identity.ReplicaId} attempt {start.Identity.Attempt}", _fleet.Start(start)));
                case "/stop":
                    var stop = Read<StopRequest>(body);
                    return Bytes(Note(host, stop.Generation, stop.NodeId, $"stop {stop.ReplicaId}", _fleet.Stop(stop)));
                default:
                    throw new InvalidOperationException($"There is no {path}.");
            }
        }
    }

    private Task TravelAsync()
    {
        lock (_lock)
        {
            return Task.Delay(_random.Next(20) == 0 ? _random.Next(2000, 9000) : _random.Next(0, 40));
        }
    }

    private LaunchOutcome Note(string host, long generation, string nodeId, string what, LaunchOutcome outcome)
    {
        Note(host, generation, nodeId, what, outcome.Status != LaunchStatus.Fenced);
        return outcome;
    }

    private void Note(string host, long generation, string nodeId, string what, bool carriedOut) => _journal.Add(new Order(DateTimeOffset.UtcNow, host, generation, nodeId, what, carriedOut));

    private static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web);

    private static T Read<T>(byte[] body) => JsonSerializer.Deserialize<T>(body, JsonSerializerOptions.Web)!;

    private sealed record Wish(string Service, int Replicas);

    /// <summary>What was asked last of a service, by which host, and what was acknowledged last.</summary>
    private readonly record struct Wishes(string By, int Asked, int? Acknowledged, bool IsAnswered);
}
