namespace Placement.Telemetry.Samples;

/// <summary>What was read from one source: the provenance of every figure.</summary>
public sealed record SourceRecord
{
    /// <value>File path, <c>-</c>, or an address without credentials.</value>
    public required string Name { get; init; }

    /// <value>SHA-256 of the bytes as stored (of the .gz for a gzip file), in lower-case hex; empty when there is no stable byte form.</value>
    public string Sha256 { get; init; } = "";

    /// <value>Bytes read, as stored.</value>
    public long Bytes { get; init; }

    /// <value>Data rows seen, the quarantined ones included.</value>
    public long Rows { get; init; }

    /// <value>Samples handed on.</value>
    public long Samples { get; init; }
}
