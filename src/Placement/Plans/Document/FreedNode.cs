namespace Placement.Plans;

/// <summary>A node that a plan empties.</summary>
public sealed record FreedNode
{
    /// <summary>Gets the node.</summary>
    public required string Node { get; init; }

    /// <summary>Gets the number of the wave after which it is empty and may be switched off.</summary>
    public required int AfterWave { get; init; }

    /// <summary>Gets the price that it no longer costs, in micro-dollars an hour.</summary>
    public required long PriceMicroDollarsPerHour { get; init; }
}
