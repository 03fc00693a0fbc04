namespace Placement.Studies;

/// <summary>What a part of the savings comes from. The parts are steps from one checked cost to the next, in this order.</summary>
public enum SavingsCause
{
    /// <summary>Stop spreading: a greedy packer with the sizes that owners asked for.</summary>
    StopSpreading,

    /// <summary>Right-sizing: the same greedy packer with measured sizes.</summary>
    RightSizing,

    /// <summary>What the solver saves beyond the greedy packer, at the same sizes.</summary>
    Solver,

    /// <summary>Price: the cheapest fleet of the price catalogue in place of the cheapest subset of the own nodes.</summary>
    Price,
}
