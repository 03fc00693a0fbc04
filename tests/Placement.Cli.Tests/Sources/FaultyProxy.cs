using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Placement.Cli.Tests.Sources;

/// <summary>What goes wrong with one connection.</summary>
internal enum Fault
{
    None,
    Error500,
    CutBody,
    Hang,
    Refuse,
}

/// <summary>Stands before a server and spoils its answers by a script, one entry a connection; after the script all is well.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    // No connection is used twice: the server behind may be restarted, and a kept connection would be a fault that no script asked for.
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
    private readonly Uri _server;
    private readonly Fault[] _script;
    private readonly Task _loop;
    private int _next;

    private FaultyProxy(Uri server, Fault[] script)
    {
        (_server, _script) = (server, script);
        _listener.Start();
        _loop = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int Faults { get; private set; }

    public static FaultyProxy Before(Uri server, Fault[] script) => new(server, script);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _listener.Dispose();
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream(), _next < _script.Length ? _script[_next++] : Fault.None);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task AnswerAsync(NetworkStream stream, Fault fault)
    {
        var (path, body) = await RequestAsync(stream);
        Faults += fault == Fault.None ? 0 : 1;
        if (fault is Fault.Refuse)
        {
            return;
        }

        if (fault is Fault.Hang)
        {
            try
            {
                await stream.ReadExactlyAsync(new byte[1], _stop.Token); // until the client gives up
            }
            catch (IOException)
            {
                // It did.
            }

            return;
        }

        if (fault is Fault.Error500)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Length: 4\r\n\r\noops"));
            return;
        }

        using var content = new ByteArrayContent(body) { Headers = { { "Content-Type", "application/x-www-form-urlencoded" } } };
        using var answer = await _http.PostAsync(new Uri(_server, path), content, _stop.Token);
        var bytes = await answer.Content.ReadAsByteArrayAsync(_stop.Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(int)answer.StatusCode} X\r\nConnection: close\r\nContent-Length: {bytes.Length}\r\n\r\n"));
        await stream.WriteAsync(bytes.AsMemory(0, fault == Fault.CutBody ? bytes.Length / 2 : bytes.Length));
    }

    private static async Task<(string Path, byte[] Body)> RequestAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one);
            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n");
        var length = lines.First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
        var body = new byte[int.Parse(length, System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        return (lines[0].Split(' ')[1], body);
    }
}
