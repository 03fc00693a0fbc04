namespace Placement.Backtesting;

/// <summary>What one resource of one node would have gone through.</summary>
public sealed record NodeReplay
{
    /// <summary>Gets the node.</summary>
    public required int Node { get; init; }

    /// <summary>Gets the resource.</summary>
    public required int Resource { get; init; }

    /// <summary>Gets the mean usage over all slots, rounded up, in the resource's unit.</summary>
    public required long Mean { get; init; }

    /// <summary>Gets the highest usage of a slot, rounded up, in the resource's unit.</summary>
    public required long Peak { get; init; }

    /// <summary>Gets the slot of the peak; the first on a tie.</summary>
    public required int PeakSlot { get; init; }

    /// <summary>Gets the number of slots with usage above the node's target.</summary>
    public required int HotSlots { get; init; }

    /// <summary>Gets the number of slots with usage above the node's capacity.</summary>
    public required int OverloadSlots { get; init; }

    /// <summary>Gets the first slot of the longest run above target, or -1.</summary>
    public required int LongestHotStart { get; init; }

    /// <summary>Gets the number of slots of the longest run above target.</summary>
    public required int LongestHotSlots { get; init; }
}
