using System.Collections.Frozen;
using Docker.DotNet;
using Docker.DotNet.NativeHttp;

namespace Placement.Docker;

/// <summary>The engines of a fleet with one connection each. Dispose it after the launcher, observer and sources that use it.</summary>
public sealed class DockerFleet : IDisposable
{
    private readonly FrozenDictionary<string, (DockerEngine Engine, DockerClient Client)> _engines;

    /// <summary>Makes the connections; nothing is sent yet.</summary>
    /// <param name="engines">The engines; at least one, each with a node id of its own.</param>
    /// <param name="options">How to use them; <see langword="null"/> means the defaults.</param>
    /// <exception cref="ArgumentException">No engine, or two with one node id.</exception>
    public DockerFleet(IReadOnlyList<DockerEngine> engines, DockerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(engines);
        if (engines.Count == 0)
        {
            throw new ArgumentException("A fleet needs at least one engine.", nameof(engines));
        }

        if (engines.CountBy(e => e.NodeId, StringComparer.Ordinal).FirstOrDefault(g => g.Value > 1) is { Key: { } twice })
        {
            throw new ArgumentException($"The node id '{twice}' is given to two engines; ids must differ.", nameof(engines));
        }

        Options = options ?? new DockerOptions();
        Engines = [.. engines];
        _engines = Engines.ToFrozenDictionary(e => e.NodeId, e => (e, Connect(e)), StringComparer.Ordinal);
    }

    /// <summary>Gets the engines.</summary>
    public IReadOnlyList<DockerEngine> Engines { get; }

    /// <summary>Gets how the engines are used.</summary>
    public DockerOptions Options { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (_, client) in _engines.Values)
        {
            client.Dispose();
        }
    }

    internal DockerEngine Engine(string nodeId) => Find(nodeId).Engine;

    internal DockerClient Client(string nodeId) => Find(nodeId).Client;

    /// <summary>Makes one call under the call timeout; an overrun is a <see cref="TimeoutException"/> and so distinct from a cancellation by the caller.</summary>
    internal async Task<T> CallAsync<T>(string nodeId, Func<DockerClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        var limit = timeout ?? Options.CallTimeout;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            return await call(Client(nodeId), timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The engine of node '{nodeId}' at {Engine(nodeId).Endpoint} did not answer within {limit.TotalSeconds:0.#} s.");
        }
    }

    internal Task CallAsync(string nodeId, Func<DockerClient, CancellationToken, Task> call, CancellationToken cancellationToken, TimeSpan? timeout = null) =>
        CallAsync(
            nodeId,
            async (client, token) =>
            {
                await call(client, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken,
            timeout);

    private static DockerClient Connect(DockerEngine engine)
    {
        var builder = new DockerClientBuilder().WithEndpoint(engine.Endpoint).WithTimeout(Timeout.InfiniteTimeSpan);
        return engine.Endpoint.Scheme == Uri.UriSchemeHttps
            ? builder.WithAuthProvider(new EngineTls(engine)).WithTransportOptions(new NativeHttpTransportOptions()).Build()
            : builder.Build();
    }

    private (DockerEngine Engine, DockerClient Client) Find(string nodeId) =>
        _engines.TryGetValue(nodeId, out var found) ? found : throw new ArgumentException($"The fleet has no engine for node '{nodeId}'; it has {string.Join(", ", _engines.Keys.Order(StringComparer.Ordinal))}.", nameof(nodeId));
}
