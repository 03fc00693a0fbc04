namespace Placement.Inventory.Generation;

/// <summary>What kind of fleet to make.</summary>
public sealed record FleetGeneratorOptions
{
    /// <summary>Gets the number of nodes.</summary>
    /// <value>10 to 10,000. The default is 70.</value>
    public int Nodes
    {
        get;
        init => field = value is >= 10 and <= 10_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Nodes must be from 10 to 10,000.");
    } = 70;

    /// <summary>Gets the seed of every random choice. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets the number of days of telemetry.</summary>
    /// <value>1 to 90. The default is 14.</value>
    public int Days
    {
        get;
        init => field = value is >= 1 and <= 90 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Days must be from 1 to 90.");
    } = 14;

    /// <summary>Gets the first moment of the telemetry. The default is Monday 2025-03-03 00:00 UTC.</summary>
    public DateTimeOffset Start { get; init; } = new(2025, 3, 3, 0, 0, 0, TimeSpan.Zero);
}
