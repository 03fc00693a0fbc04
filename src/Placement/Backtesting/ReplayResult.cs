namespace Placement.Backtesting;

/// <summary>What an assignment would have gone through in a window.</summary>
public sealed record ReplayResult
{
    /// <summary>Gets the start of the window.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Gets the width of a slot.</summary>
    public required TimeSpan SlotWidth { get; init; }

    /// <summary>Gets the number of slots.</summary>
    public required int SlotCount { get; init; }

    /// <summary>Gets one entry for each node that holds a replica and each resource, by node, then resource.</summary>
    public required IReadOnlyList<NodeReplay> Nodes { get; init; }

    /// <summary>Gets, by slot, how many nodes had a resource above target.</summary>
    public required IReadOnlyList<int> HotNodesBySlot { get; init; }

    /// <summary>Gets, by slot, how many nodes had a resource above capacity.</summary>
    public required IReadOnlyList<int> OverloadedNodesBySlot { get; init; }

    /// <summary>Gets the number of replicas charged with their demand for lack of any sample.</summary>
    public required int ReplicasWithoutSamples { get; init; }

    /// <summary>Gets node-minutes above target: a node counts once a slot, whichever resource is hot.</summary>
    public double HotMinutes => HotNodesBySlot.Sum(n => (long)n) * SlotWidth.TotalMinutes;

    /// <summary>Gets node-minutes above capacity: a node counts once a slot, whichever resource is overloaded.</summary>
    public double OverloadMinutes => OverloadedNodesBySlot.Sum(n => (long)n) * SlotWidth.TotalMinutes;

    /// <summary>Gets node-minutes of nodes in use.</summary>
    public double NodeMinutes => Nodes.Select(n => n.Node).Distinct().Count() * SlotCount * SlotWidth.TotalMinutes;
}
