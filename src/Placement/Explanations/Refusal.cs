using Placement.Problems;

namespace Placement.Explanations;

/// <summary>One thing that a replica on a node would break.</summary>
public sealed record Refusal
{
    /// <summary>Gets the stable reason code.</summary>
    public required ReasonCode Code { get; init; }

    /// <summary>Gets by how much, in the unit of the resource or of the rule. At least 1.</summary>
    public required long Amount { get; init; }

    /// <summary>Gets the resource that is short, or <see langword="null"/>.</summary>
    public string? Resource { get; init; }

    /// <summary>Gets the same in words.</summary>
    public required string Text { get; init; }

    /// <inheritdoc />
    public override string ToString() => Text;
}
