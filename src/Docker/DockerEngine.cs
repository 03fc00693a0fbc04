using System.Security.Cryptography.X509Certificates;
using Placement.Model;

namespace Placement.Docker;

/// <summary>One Docker Engine as one node of a fleet.</summary>
public sealed record DockerEngine
{
    /// <summary>Gets the node's id, stable over restarts of the engine.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets where the engine listens.</summary>
    /// <value><c>unix:///path</c>, <c>tcp://host:port</c>, <c>http://host:port</c> or, with TLS, <c>https://host:port</c>.</value>
    public required Uri Endpoint { get; init; }

    /// <summary>Gets the certificate shown to the engine; <see langword="null"/> for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Gets the authority that the engine's certificate must come from; <see langword="null"/> trusts the machine's own.</summary>
    public X509Certificate2? CertificateAuthority { get; init; }

    /// <summary>Gets the CPU offered to replicas, in millicores; <see langword="null"/> offers what the engine reports less <see cref="ReservedCpuMillicores"/>.</summary>
    public long? CpuMillicores { get; init; }

    /// <summary>Gets the memory offered to replicas, in bytes; <see langword="null"/> offers what the engine reports less <see cref="ReservedMemoryBytes"/>.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Gets the CPU that the machine keeps for itself, in millicores. At least 0; the default is 0.</summary>
    public long ReservedCpuMillicores { get; init; }

    /// <summary>Gets the memory that the machine keeps for itself, in bytes. At least 0; the default is 0.</summary>
    public long ReservedMemoryBytes { get; init; }

    /// <summary>Gets labels of the node, added to the engine's own <c>key=value</c> labels and winning over them.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the taints of the node.</summary>
    public IReadOnlyList<Taint> Taints { get; init; } = [];

    /// <summary>Gives this engine reached by TLS, with the certificates of a folder as <c>DOCKER_CERT_PATH</c> names it; a <c>tcp</c> address becomes <c>https</c>.</summary>
    /// <param name="folder">The folder with <c>ca.pem</c> (the authority), <c>cert.pem</c> and <c>key.pem</c> (this client's).</param>
    /// <returns>The engine.</returns>
    /// <exception cref="InvalidDataException">A file is missing, cannot be read, or holds no certificate or no key; the message says which.</exception>
    public DockerEngine WithCertificates(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return this with
        {
            Endpoint = Endpoint.Scheme == "tcp" ? new UriBuilder(Endpoint) { Scheme = Uri.UriSchemeHttps }.Uri : Endpoint,
            CertificateAuthority = EngineCertificates.Authority(Path.Combine(folder, "ca.pem")),
            ClientCertificate = EngineCertificates.Client(Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem")),
        };
    }
}
