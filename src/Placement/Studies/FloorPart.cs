namespace Placement.Studies;

/// <summary>One thing that sets the size of a fleet, and what the same greedy packer needs when it is taken away.</summary>
public sealed record FloorPart
{
    /// <summary>Gets what was taken away: the name of a resource, or <c>copies and co-location</c>, <c>spread</c>, <c>where things may run</c>, <c>failure headroom</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the number of rules taken away, or <see langword="null"/> when it was the demand for a resource.</summary>
    public int? Rules { get; init; }

    /// <summary>Gets the nodes needed without it; <see langword="null"/> when no packing was found.</summary>
    public int? NodesWithout { get; init; }

    /// <summary>Gets the cost without it, in micro-dollars an hour; <see langword="null"/> when no packing was found.</summary>
    public long? CostWithout { get; init; }

    /// <summary>Gets whether nothing else lowers the cost more, and this lowers it.</summary>
    public bool IsBinding { get; init; }
}
