using System.Globalization;
using System.Net.Sockets;

namespace Placement.Scheduling.Probing;

/// <summary>HTTP and TCP checks from the scheduler's host; commands through the launcher if it can run them.</summary>
internal sealed class NetworkProber(ICommandRunner? runner) : IReplicaProber
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<string?> ProbeAsync(ProbeRequest request, CancellationToken cancellationToken)
    {
        switch (request.Check.Kind)
        {
            case HealthCheckKind.Command:
                return await RunAsync(request, cancellationToken).ConfigureAwait(false);
            case var _ when request.Endpoint is null:
                return $"the launcher did not say where port {request.Check.Port} can be reached";
            case HealthCheckKind.Http:
                return await GetAsync($"http://{request.Endpoint}{request.Check.Path}", cancellationToken).ConfigureAwait(false);
            default:
                return await ConnectAsync(request.Endpoint, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> RunAsync(ProbeRequest request, CancellationToken cancellationToken)
    {
        if (runner is null)
        {
            return "the launcher cannot run commands; use an HTTP or TCP check";
        }

        var code = await runner.RunAsync(request.NodeId, request.Identity, request.Check.Command, cancellationToken).ConfigureAwait(false);
        return code switch
        {
            0 => null,
            null => "the replica does not run",
            _ => string.Create(CultureInfo.InvariantCulture, $"the command ended with exit code {code}"),
        };
    }

    private static async Task<string?> GetAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(address), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var status = (int)answer.StatusCode;
            return status is >= 200 and <= 399 ? null : string.Create(CultureInfo.InvariantCulture, $"{address} answered {status}");
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            // A connection that is reset just as it comes about is a bare socket error.
            return $"{address}: {fault.Message}";
        }
    }

    private static async Task<string?> ConnectAsync(string endpoint, CancellationToken cancellationToken)
    {
        var colon = endpoint.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(endpoint.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return $"'{endpoint}' is not host:port";
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint[..colon], port, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (SocketException fault)
        {
            return $"{endpoint}: {fault.Message}";
        }
    }
}
