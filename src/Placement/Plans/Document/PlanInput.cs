namespace Placement.Plans;

/// <summary>A file that a plan rests on.</summary>
public sealed record PlanInput
{
    /// <summary>Gets the name of the file.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the SHA-256 of its bytes, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }
}
