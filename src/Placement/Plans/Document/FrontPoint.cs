namespace Placement.Plans;

/// <summary>One choice between no move and all moves.</summary>
public sealed record FrontPoint
{
    /// <summary>Gets the number of moved replicas.</summary>
    public required int Moves { get; init; }

    /// <summary>Gets the saving, in micro-dollars an hour.</summary>
    public required long SavingMicroDollarsPerHour { get; init; }

    /// <summary>Gets the risk: replicas on nodes that are fuller than the risk level in some dimension.</summary>
    public required int ExposedReplicas { get; init; }

    /// <summary>Gets the one-off cost of the moves, in micro-dollars.</summary>
    public required long MoveCostMicroDollars { get; init; }

    /// <summary>Gets the number of nodes in use.</summary>
    public required int NodesInUse { get; init; }

    /// <summary>Gets whether this is the choice that the plan carries out.</summary>
    public bool IsChosen { get; init; }
}
