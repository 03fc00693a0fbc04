namespace Placement.Studies;

/// <summary>One thing that sets the size of a fleet, and the cheapest plan that was found when it is taken away.</summary>
public sealed record FloorPart
{
    /// <summary>Gets what was taken away: the name of a resource, or <c>copies and co-location</c>, <c>spread</c>, <c>where things may run</c>, <c>failure headroom</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the number of rules taken away, or <see langword="null"/> when it was the demand for a resource.</summary>
    public int? Rules { get; init; }

    /// <summary>Gets the nodes of the cheapest plan found without it; at most those of the plan.</summary>
    public required int NodesWithout { get; init; }

    /// <summary>Gets what that plan costs, in micro-dollars an hour; at most what the plan costs.</summary>
    public required long CostWithout { get; init; }

    /// <summary>Gets what this part needs by itself, with every other demand and rule taken away, in words; empty when nothing simple can be said.</summary>
    public string Alone { get; init; } = "";

    /// <summary>Gets whether nothing else lowers the cost more, and this lowers it.</summary>
    public bool IsBinding { get; init; }

    /// <summary>Gets whether that is proved: without it a plan costs less than the bound on every plan with it.</summary>
    public bool IsProven { get; init; }
}
