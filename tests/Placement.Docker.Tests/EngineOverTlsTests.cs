using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Placement.Scheduling;

namespace Placement.Docker.Tests;

/// <summary>A real engine that listens by TLS and asks its clients for a certificate, with the files that Docker's own client takes.</summary>
[Collection("engines")]
public sealed class EngineOverTlsTests : IAsyncLifetime
{
    // Below the ports that the system gives to connections, so that nothing takes it meanwhile.
    private static readonly int Port = 20_000 + (Environment.ProcessId % 10_000);
    private readonly string _folder = Directory.CreateTempSubdirectory("placement-tls-").FullName;
    private readonly EngineFleet _engines;

    public EngineOverTlsTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=placement test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(PathOf("ca.pem"), authority.ExportCertificatePem());
        Issue(authority, "server", "cert-server.pem", "key-server.pem", "1.3.6.1.5.5.7.3.1");
        Issue(authority, "client", "cert.pem", "key.pem", "1.3.6.1.5.5.7.3.2");
        _engines = new EngineFleet
        {
            Count = 1,
            Arguments = ["--host", $"tcp://127.0.0.1:{Port}", "--tlsverify", "--tlscacert", PathOf("ca.pem"), "--tlscert", PathOf("cert-server.pem"), "--tlskey", PathOf("key-server.pem")],
        };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DockerEngine Engine => new() { NodeId = "node-1", Endpoint = new Uri($"tcp://127.0.0.1:{Port}") };

    [Fact]
    public async Task An_engine_is_reached_by_the_certificates_of_a_folder_and_only_by_them()
    {
        Assert.SkipWhen(_engines.Absent is not null, _engines.Absent ?? "");
        using var fleet = new DockerFleet([Engine.WithCertificates(_folder)]);
        Assert.Empty(await ListAsync(fleet));

        using var stranger = new DockerFleet([Engine.WithCertificates(_folder) with { ClientCertificate = null }]);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => ListAsync(stranger));

        using var distrustful = new DockerFleet([Engine.WithCertificates(_folder) with { CertificateAuthority = null }]);
        var fault = await Assert.ThrowsAnyAsync<HttpRequestException>(() => ListAsync(distrustful));
        Assert.IsType<AuthenticationException>(fault.InnerException);
    }

    [Fact]
    public async Task The_observer_says_why_an_engine_is_silent()
    {
        Assert.SkipWhen(_engines.Absent is not null, _engines.Absent ?? "");
        var trusted = Engine.WithCertificates(_folder);
        Assert.Contains("is not trusted", await SilenceAsync(trusted with { CertificateAuthority = null }), StringComparison.Ordinal);
        Assert.Contains("certificate", await SilenceAsync(trusted with { ClientCertificate = null }), StringComparison.Ordinal);
        Assert.Contains("HTTPS", await SilenceAsync(Engine), StringComparison.Ordinal);
        Assert.Null(await SilenceAsync(trusted));
    }

    [Fact]
    public void A_folder_without_the_files_is_refused_by_name()
    {
        Assert.Equal("https", Engine.WithCertificates(_folder).Endpoint.Scheme);
        File.WriteAllText(PathOf("key.pem"), "no key");
        Assert.Contains(PathOf("key.pem"), Assert.Throws<InvalidDataException>(() => Engine.WithCertificates(_folder)).Message);
        File.Delete(PathOf("ca.pem"));
        Assert.Contains(PathOf("ca.pem"), Assert.Throws<InvalidDataException>(() => Engine.WithCertificates(_folder)).Message);
    }

    public ValueTask InitializeAsync() => _engines.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _engines.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task<IReadOnlyList<ObservedReplica>> ListAsync(DockerFleet fleet) =>
        new DockerLauncher(fleet).ListAsync(new ListRequest { Owner = "tls", NodeId = "node-1", Generation = 0 }, Token);

    private static async Task<string?> SilenceAsync(DockerEngine engine)
    {
        using var fleet = new DockerFleet([engine]);
        return (await new DockerNodeObserver(fleet).ObserveAsync(Token).FirstAsync(Token)).Silence;
    }

    private string PathOf(string file) => Path.Combine(_folder, file);

    private void Issue(X509Certificate2 authority, string name, string certificateFile, string keyFile, string usage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(PathOf(certificateFile), issued.ExportCertificatePem());
        File.WriteAllText(PathOf(keyFile), key.ExportPkcs8PrivateKeyPem());
    }
}
