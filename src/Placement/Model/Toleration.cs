namespace Placement.Model;

/// <summary>Lets a workload onto nodes with a matching <see cref="Taint"/>.</summary>
public sealed record Toleration
{
    /// <summary>Gets the key of the tolerated taint.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the tolerated value, or <see langword="null"/> to tolerate every value of the key.</summary>
    public string? Value { get; init; }

    /// <summary>Tells whether this toleration covers a taint.</summary>
    public bool Covers(Taint taint)
    {
        ArgumentNullException.ThrowIfNull(taint);
        return Key == taint.Key && (Value is null || Value == taint.Value);
    }

    /// <inheritdoc />
    public override string ToString() => Value is null ? Key : $"{Key}={Value}";
}
