using System.IO.Compression;
using System.Security.Cryptography;

namespace Placement.Inventory;

/// <summary>The whole content of one inventory file. Inventories are small; reading them whole lets a fault in the last row refuse the file.</summary>
internal sealed record InventoryBytes(string Name, byte[] Content, string Sha256, long StoredBytes)
{
    /// <summary>Far above any real inventory (about 10 million rows), and a stop for a gzip bomb.</summary>
    private const long MostBytes = 1L << 30;

    /// <summary>GZipStream takes a truncated file for a shorter one. A member with a known text, appended to the packed bytes, only comes out when all before it is whole.</summary>
    private static readonly byte[] Seal = "the inventory is whole up to here\0"u8.ToArray();
    private static readonly byte[] SealMember = Pack(Seal);

    /// <summary>Reads a file, unpacking gzip.</summary>
    /// <returns>The content, or <see langword="null"/> with a fault added.</returns>
    public static async Task<InventoryBytes?> ReadAsync(InventoryInput input, InventoryFaults faults, CancellationToken cancellationToken)
    {
        byte[] stored;
        try
        {
            var stream = input.Open();
            await using (stream.ConfigureAwait(false))
            {
                stored = await ReadAllAsync(stream, input.Name, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            faults.Add(new() { File = input.Name, Rule = e is FileNotFoundException or DirectoryNotFoundException ? "The file does not exist." : $"The file cannot be read: {e.Message}", WayOut = "Check the path and its permissions." });
            return null;
        }

        var sha = Convert.ToHexStringLower(SHA256.HashData(stored));
        if (stored is not [0x1f, 0x8b, ..])
        {
            return Checked(new(input.Name, stored, sha, stored.Length), faults);
        }

        try
        {
            var zip = new GZipStream(new MemoryStream([.. stored, .. SealMember]), CompressionMode.Decompress);
            await using (zip.ConfigureAwait(false))
            {
                var content = await ReadAllAsync(zip, input.Name, cancellationToken).ConfigureAwait(false);
                if (!content.AsSpan().EndsWith(Seal))
                {
                    throw new InvalidDataException();
                }

                return Checked(new(input.Name, content[..^Seal.Length], sha, stored.Length), faults);
            }
        }
        catch (InvalidDataException)
        {
            faults.Add(new() { File = input.Name, Rule = "The gzip data ends early or is damaged.", WayOut = "Fetch the file again; 'gzip -t' tells whether it is whole." });
            return null;
        }
    }

    private static byte[] Pack(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(text);
        }

        return packed.ToArray();
    }

    private static InventoryBytes? Checked(InventoryBytes bytes, InventoryFaults faults)
    {
        if (bytes.Content.AsSpan().TrimStart("\uFEFF"u8).Trim(" \t\r\n"u8).IsEmpty)
        {
            faults.Add(new() { File = bytes.Name, Rule = "The file is empty.", WayOut = "Give a CSV file with a header row." });
            return null;
        }

        return bytes;
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[1 << 16];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (all.Length + count > MostBytes)
            {
                throw new IOException($"{name} holds more than {MostBytes >> 20} MiB, which no inventory does.");
            }

            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }
}
