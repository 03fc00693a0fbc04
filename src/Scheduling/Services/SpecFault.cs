namespace Placement.Scheduling;

/// <summary>One thing wrong with a specification: which field, its value, and the rule it breaks.</summary>
public sealed record SpecFault
{
    /// <summary>Gets the path of the field, such as <c>health.port</c>.</summary>
    public required string Field { get; init; }

    /// <summary>Gets the value found, as text.</summary>
    public required string Value { get; init; }

    /// <summary>Gets the rule, with the range allowed.</summary>
    public required string Rule { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Field} is '{Value}', but {Rule}";
}
