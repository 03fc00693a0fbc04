using System.IO.Compression;

namespace Placement.Inventory.Generation;

/// <summary>One file of a generated fleet.</summary>
public sealed class GeneratedFile
{
    private readonly Action<Stream> _write;

    internal GeneratedFile(string name, Action<Stream> write) => (Name, _write) = (name, write);

    /// <summary>Gets the file name; one that ends in <c>.gz</c> is packed.</summary>
    public string Name { get; }

    /// <summary>Writes the content as it is stored: packed when the name ends in <c>.gz</c>.</summary>
    public void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!Name.EndsWith(".gz", StringComparison.Ordinal))
        {
            _write(stream);
            return;
        }

        using var zip = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        _write(zip);
    }

    /// <summary>Writes the content unpacked.</summary>
    public void WriteContentTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _write(stream);
    }
}
