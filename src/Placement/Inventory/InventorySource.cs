namespace Placement.Inventory;

/// <summary>What was read from one inventory file: the provenance of its figures.</summary>
public sealed record InventorySource
{
    /// <summary>Gets the file path, or <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it holds: <c>nodes</c>, <c>workloads</c> or <c>price catalogue</c>.</summary>
    public required string Content { get; init; }

    /// <summary>Gets the SHA-256 of the bytes as stored (of the .gz for a gzip file), in lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Gets the bytes read, as stored.</summary>
    public required long Bytes { get; init; }

    /// <summary>Gets the number of data rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Gets the headers of columns that mean nothing here and were left out.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];
}
