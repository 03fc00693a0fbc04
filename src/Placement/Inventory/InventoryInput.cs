namespace Placement.Inventory;

/// <summary>Where an inventory file comes from: a path, standard input, or a stream of the host. Plain or gzip, told by the content.</summary>
public sealed class InventoryInput
{
    private readonly Func<Stream> _open;

    private InventoryInput(string name, Func<Stream> open)
    {
        Name = name;
        _open = open;
    }

    /// <summary>Gets the name in messages and provenance.</summary>
    public string Name { get; }

    /// <summary>Makes an input from a file path; <c>-</c> is standard input.</summary>
    public static InventoryInput FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path == "-"
            ? new(path, Console.OpenStandardInput)
            : new(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan));
    }

    /// <summary>Makes an input from a stream, such as an embedded resource.</summary>
    /// <param name="name">The name in messages and provenance.</param>
    /// <param name="open">Opens the stream; the reader disposes it.</param>
    public static InventoryInput FromStream(string name, Func<Stream> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(open);
        return new(name, open);
    }

    /// <inheritdoc />
    public override string ToString() => Name;

    internal Stream Open() => _open();
}
