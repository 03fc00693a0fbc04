using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Placement.Browser.Tests;

/// <summary>One connection to a browser's DevTools: commands by number, events by name.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = [];
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _closed = new();
    private Task _reader = Task.CompletedTask;
    private int _number;

    public event Action<string?, string, JsonNode>? EventArrived;

    public static async Task<DevTools> ConnectAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        var tools = new DevTools();
        await tools._socket.ConnectAsync(endpoint, cancellationToken);
        tools._reader = tools.ReadAllAsync();
        return tools;
    }

    public async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null, string? session = null, CancellationToken cancellationToken = default)
    {
        var id = Interlocked.Increment(ref _number);
        var answer = _waiting[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(message), WebSocketMessageType.Text, true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }

        var reply = await answer.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
        return reply["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : reply["result"]!;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _reader;
        _socket.Dispose();
        _sending.Dispose();
        _closed.Dispose();
    }

    private async Task ReadAllAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, _closed.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    var node = JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!;
                    message.SetLength(0);
                    Dispatch(node);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            foreach (var waiting in _waiting.Values)
            {
                waiting.TrySetException(new IOException("The connection to the browser was closed.", error));
            }
        }
    }

    private void Dispatch(JsonNode node)
    {
        if (node["id"] is { } id)
        {
            if (_waiting.TryRemove(id.GetValue<int>(), out var waiting))
            {
                waiting.TrySetResult(node);
            }
        }
        else
        {
            EventArrived?.Invoke(node["sessionId"]?.GetValue<string>(), node["method"]!.GetValue<string>(), node["params"]!);
        }
    }
}
