using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Placement.Docker;

/// <summary>Reads the certificates with which an engine and its clients know each other.</summary>
internal static class EngineCertificates
{
    public static X509Certificate2 Authority(string file) => Read(file, () => X509Certificate2.CreateFromPem(File.ReadAllText(file)));

    public static X509Certificate2 Client(string certificate, string key) => Read(
        $"{certificate} with {key}",
        () =>
        {
            var read = X509Certificate2.CreateFromPemFile(certificate, key);
            if (!OperatingSystem.IsWindows())
            {
                return read;
            }

            using (read)
            {
                return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null); // Windows speaks TLS only with keys of a store
            }
        });

    private static X509Certificate2 Read(string what, Func<X509Certificate2> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(fault.Message, fault); // names the file
        }
        catch (CryptographicException fault)
        {
            throw new InvalidDataException($"{what}: {fault.Message}", fault);
        }
    }
}
