namespace Placement.Scheduling;

/// <summary>Lets replicas run on nodes with a taint.</summary>
public sealed record Toleration
{
    /// <summary>Gets the key of the taint tolerated.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the value of the taint tolerated; null tolerates every value of the key.</summary>
    public string? Value { get; init; }

    /// <summary>Tells whether this toleration covers a taint.</summary>
    /// <param name="taint">The taint of a node.</param>
    /// <returns>True if the key is the same and the value is the same or any.</returns>
    public bool Covers(Taint taint)
    {
        ArgumentNullException.ThrowIfNull(taint);
        return taint.Key == Key && (Value is null || Value == taint.Value);
    }
}
