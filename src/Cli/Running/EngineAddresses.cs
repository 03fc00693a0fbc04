using System.Globalization;
using Placement.Docker;

namespace Placement.Cli.Running;

/// <summary>The engines that the command line names.</summary>
internal static class EngineAddresses
{
    /// <summary>Reads addresses; the n-th becomes node-n.</summary>
    /// <param name="addresses">What <c>--docker</c> gave.</param>
    /// <param name="certificates">The folder that <c>--docker-certificates</c> gave: every address but a socket's is then reached by TLS.</param>
    public static IReadOnlyList<DockerEngine> Read(IReadOnlyList<string> addresses, string? certificates)
    {
        var engines = addresses.Select(Engine).ToList();
        if (certificates is null)
        {
            return engines;
        }

        if (!engines.Exists(IsRemote))
        {
            throw new UsageException("--docker-certificates is given, but no engine is reached over the network; give its address by --docker tcp://host:2376.");
        }

        try
        {
            return [.. engines.Select(e => IsRemote(e) ? e.WithCertificates(certificates) : e)];
        }
        catch (InvalidDataException fault)
        {
            throw new UsageException($"--docker-certificates: {fault.Message} The folder must hold ca.pem, cert.pem and key.pem.");
        }
    }

    private static bool IsRemote(DockerEngine engine) => engine.Endpoint.Scheme is "tcp" or "https";

    private static DockerEngine Engine(string text, int index)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("unix" or "tcp" or "http" or "https"))
        {
            throw new UsageException($"--docker '{text}' is not an engine's address; write unix:///path/to/docker.sock, tcp://host:port or https://host:port.");
        }

        return new DockerEngine { NodeId = string.Create(CultureInfo.InvariantCulture, $"node-{index + 1}"), Endpoint = uri };
    }
}
