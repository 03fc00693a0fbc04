namespace Placement.Studies;

/// <summary>A file that figures rest on.</summary>
public sealed record StudySource
{
    /// <summary>Gets what the file holds: <c>nodes</c>, <c>workloads</c>, <c>prices</c>, <c>telemetry</c>, ….</summary>
    public required string Role { get; init; }

    /// <summary>Gets the path as given, or an address without credentials.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the SHA-256 of the bytes in lower-case hexadecimal; empty when there is no stable byte form.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Gets the number of data rows read; 0 when unknown.</summary>
    public long Rows { get; init; }

    /// <summary>Gets the number of rows set aside as faulty.</summary>
    public long QuarantinedRows { get; init; }
}
