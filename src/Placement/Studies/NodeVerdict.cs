namespace Placement.Studies;

/// <summary>Whether a replica could run on a node beside what is planned there, and if not, why.</summary>
public sealed record NodeVerdict
{
    /// <summary>Gets the node.</summary>
    public required string Node { get; init; }

    /// <summary>Gets whether the plan has it on.</summary>
    public required bool IsOn { get; init; }

    /// <summary>Gets the reasons against it, each with amounts; empty when it fits.</summary>
    public required IReadOnlyList<string> Against { get; init; }

    /// <summary>Gets whether it fits.</summary>
    public bool Fits => Against.Count == 0;
}
