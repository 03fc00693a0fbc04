namespace Placement.Construction;

/// <summary>The greedy packers.</summary>
public enum GreedyMethod
{
    /// <summary>Each replica, largest first, on the first node in file order with room.</summary>
    FirstFitDecreasing,

    /// <summary>Each replica, largest first, on the first node with room, largest nodes first.</summary>
    LargestNodeFirst,

    /// <summary>Each replica, largest first, on the first node with room, cheapest nodes for their size first.</summary>
    CheapestDensity,

    /// <summary>Each replica, largest first, on the node in use that it leaves with least room; a new one only when none has room.</summary>
    BestFitDecreasing,

    /// <summary>Each replica, in shuffled order, on the first node with room, cheapest nodes for their size first.</summary>
    ShuffledFirstFit,

    /// <summary>Node by node, the replica whose demand points most in the direction of what is free (dot product).</summary>
    DotProduct,

    /// <summary>Node by node, the replica whose demand is nearest to what is free (weighted Euclidean distance).</summary>
    Norm,

    /// <summary>Node by node with the dot product, each time on the node type that costs least for what it was filled with.</summary>
    FillCheapest,

    /// <summary>Node by node with the dot product, node types in the proportion that buys all resources cheapest.</summary>
    BlendTypes,

    /// <summary>Everything that runs stays where it is; the rest goes to the first node with room, nodes in use first.</summary>
    StayAndFill,
}
