using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Docker.DotNet.Handler.Abstractions;

namespace Placement.Docker;

/// <summary>TLS to one engine. The client library speaks plain HTTP, whatever the address says, unless it is given this.</summary>
internal sealed class EngineTls(DockerEngine engine) : IAuthProvider
{
    public bool TlsEnabled => true;

    public HttpMessageHandler ConfigureHandler(HttpMessageHandler handler)
    {
        ((SocketsHttpHandler)handler).SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = engine.ClientCertificate is { } certificate ? [certificate] : null,
            CertificateChainPolicy = engine.CertificateAuthority is { } authority
                ? new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck, // an engine's private authority publishes no revocations
                }
                : null,
        };
        return handler;
    }
}
