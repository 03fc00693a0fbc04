using Placement.Backtesting;
using Placement.Problems;

namespace Placement.Studies;

/// <summary>The fleet before or after: who runs where, what the checker says, what it uses.</summary>
public sealed record FleetState
{
    /// <summary>Gets the node of each replica.</summary>
    public required Assignment Assignment { get; init; }

    /// <summary>Gets the checker's verdict under the headline's sizes.</summary>
    public required CheckResult Check { get; init; }

    /// <summary>Gets the number of nodes that are paid for.</summary>
    public required int Nodes { get; init; }

    /// <summary>Gets the resources of the nodes that are paid for.</summary>
    public required IReadOnlyList<ResourceState> Resources { get; init; }

    /// <summary>Gets what the nodes would have gone through over the whole telemetry; <see langword="null"/> without telemetry.</summary>
    public ReplayResult? Replay { get; init; }
}
