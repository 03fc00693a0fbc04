namespace Placement.Studies;

/// <summary>One resource of the nodes that are on.</summary>
public sealed record ResourceState
{
    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the unit of the figures.</summary>
    public required string Unit { get; init; }

    /// <summary>Gets what the nodes that are on offer.</summary>
    public required long Bought { get; init; }

    /// <summary>Gets what is used of it on average (without telemetry: what is demanded).</summary>
    public required long Used { get; init; }

    /// <summary>Gets what is demanded by the sizes that the plan was made with.</summary>
    public required long Demanded { get; init; }

    /// <summary>Gets the rest: bought - used.</summary>
    public long Idle => checked(Bought - Used);

    /// <summary>Gets used / bought, 0 to 1; 0 when nothing is bought.</summary>
    public double Utilisation => Bought == 0 ? 0 : (double)Used / Bought;
}
