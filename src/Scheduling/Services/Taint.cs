namespace Placement.Scheduling;

/// <summary>A mark on a node that keeps away every replica that does not tolerate it.</summary>
public sealed record Taint
{
    /// <summary>Gets the key.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the value; empty when the key says it all.</summary>
    public string Value { get; init; } = "";
}
