namespace Placement.Model;

/// <summary>Keeps every workload off a node unless the workload tolerates the taint.</summary>
public sealed record Taint
{
    /// <summary>Gets the key.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the value; empty when the key alone matters.</summary>
    public string Value { get; init; } = "";

    /// <inheritdoc />
    public override string ToString() => Value.Length == 0 ? Key : $"{Key}={Value}";
}
