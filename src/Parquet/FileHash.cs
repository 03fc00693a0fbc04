using System.Security.Cryptography;

namespace Placement.Parquet;

/// <summary>The SHA-256 of a file, in lower-case hex.</summary>
internal static class FileHash
{
    public static async Task<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous, Share = FileShare.ReadWrite | FileShare.Delete });
        await using var closing = stream.ConfigureAwait(false);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }
}
