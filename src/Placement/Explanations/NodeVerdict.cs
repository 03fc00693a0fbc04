namespace Placement.Explanations;

/// <summary>Whether a replica could run on a node beside what is planned there, and if not, why.</summary>
public sealed record NodeVerdict
{
    /// <summary>Gets the node.</summary>
    public required string Node { get; init; }

    /// <summary>Gets whether the plan has it on.</summary>
    public required bool IsOn { get; init; }

    /// <summary>Gets what the replica there would break; empty when it fits.</summary>
    public required IReadOnlyList<Refusal> Against { get; init; }

    /// <summary>Gets whether it fits.</summary>
    public bool Fits => Against.Count == 0;
}
