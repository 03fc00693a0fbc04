namespace Placement.Plans;

/// <summary>The totals of a plan.</summary>
public sealed record PlanSummary
{
    /// <summary>Gets the number of replicas that end on another node than they began on.</summary>
    public required int MovedReplicas { get; init; }

    /// <summary>Gets the number of steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Gets the number of steps through other nodes that no direct move needs.</summary>
    public required int ExtraHops { get; init; }

    /// <summary>Gets the number of waves.</summary>
    public required int Waves { get; init; }

    /// <summary>Gets the planned time of all waves, in milliseconds.</summary>
    public required long MakespanMilliseconds { get; init; }

    /// <summary>Gets the number of nodes in use before.</summary>
    public required int NodesBefore { get; init; }

    /// <summary>Gets the number of nodes in use after.</summary>
    public required int NodesAfter { get; init; }

    /// <summary>Gets what the running cost falls by, in micro-dollars an hour: nodes, load, balance, unplaced and soft rules of the start less those of the target.</summary>
    public required long SavingMicroDollarsPerHour { get; init; }

    /// <summary>Gets the one-off cost of the steps, in micro-dollars.</summary>
    public required long MoveCostMicroDollars { get; init; }

    /// <summary>Gets the hours after which the saving has paid for the steps, or <see langword="null"/> when nothing is saved.</summary>
    public double? PaybackHours { get; init; }

    /// <summary>Gets how many replicas, after the plan, run on a node that is fuller than the plan's risk level in some dimension.</summary>
    public int ExposedReplicas { get; init; }
}
