namespace Placement.Plans;

/// <summary>How much work planning an order may take. The defaults depend on nothing but the problem, so equal inputs give equal plans.</summary>
public sealed record MigrationOptions
{
    /// <summary>Gets the number of orders of preference that are tried, the best of which is kept.</summary>
    /// <value>At least 1, or 0 (the default) to choose by the number of moves: many for hundreds of moves, one for a hundred thousand.</value>
    public int Attempts
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Attempts must be at least 0.");
    }

    /// <summary>Gets the most moves up to which the exact model is solved.</summary>
    /// <value>At least 0; 0 turns it off. The default is 12.</value>
    public int ExactUpToMoves
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "ExactUpToMoves must be at least 0.");
    } = 12;

    /// <summary>Gets the most states that the search through every order of steps visits, where a plan of at most 16 replicas and 12 nodes keeps some back or takes detours.</summary>
    /// <value>At least 0; 0 turns it off. The default is 5,000.</value>
    public int MaxSearchStates
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxSearchStates must be at least 0.");
    } = 5_000;

    /// <summary>Gets whether whole nodes are emptied one after the other, so that money is saved early, instead of the shortest time for all.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool EmptiesNodesFirst { get; init; }

    /// <summary>Gets the seed of the orders of preference. The default is 1.</summary>
    public int Seed { get; init; } = 1;
}
