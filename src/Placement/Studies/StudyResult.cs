using Placement.Backtesting;
using Placement.Model;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Studies;

/// <summary>What a study found. Every cost is the checker's.</summary>
public sealed record StudyResult
{
    /// <summary>Gets what was looked at.</summary>
    public required StudyInput Input { get; init; }

    /// <summary>Gets how.</summary>
    public required StudyOptions Options { get; init; }

    /// <summary>Gets the fleet's model under the headline's sizes.</summary>
    public required ClusterModel Model { get; init; }

    /// <summary>Gets the problem that <see cref="Model"/> compiles to.</summary>
    public required PlacementProblem Problem { get; init; }

    /// <summary>Gets the fleet as it is.</summary>
    public required FleetState Before { get; init; }

    /// <summary>Gets the fleet as planned; equal to <see cref="Before"/> when no plan is cheaper.</summary>
    public required FleetState After { get; init; }

    /// <summary>Gets whether the plan changes anything.</summary>
    public required bool IsWorthChanging { get; init; }

    /// <summary>Gets the solver's answer under the headline's sizes.</summary>
    public required SolveResult Solved { get; init; }

    /// <summary>Gets the greedy answer under the headline's sizes.</summary>
    public required SolveResult Greedy { get; init; }

    /// <summary>Gets the greedy answer under the requested sizes; <see langword="null"/> when requests are not known.</summary>
    public SolveResult? GreedyOnRequests { get; init; }

    /// <summary>Gets the best answer of every greedy packer under the headline's sizes.</summary>
    public required SolveResult Packers { get; init; }

    /// <summary>Gets what sets the size of the fleet: each part with the cheapest plan found without it. Empty when nothing is worth changing.</summary>
    public IReadOnlyList<FloorPart> Floor { get; init; } = [];

    /// <summary>Gets the answer on the price catalogue; <see langword="null"/> when it was not asked for.</summary>
    public SolveResult? Catalogue { get; init; }

    /// <summary>Gets the model of the price catalogue's candidates; <see langword="null"/> when it was not asked for.</summary>
    public ClusterModel? CatalogueModel { get; init; }

    /// <summary>Gets the money.</summary>
    public required MoneyStatement Money { get; init; }

    /// <summary>Gets one entry a node, in the model's order.</summary>
    public required IReadOnlyList<NodeOutcome> Nodes { get; init; }

    /// <summary>Gets the sensitivity grid, from the tightest sizing to the loosest.</summary>
    public IReadOnlyList<SensitivityCell> Sensitivity { get; init; } = [];

    /// <summary>Gets the backtest; <see langword="null"/> when it was left out, or there is no telemetry.</summary>
    public BacktestResult? Backtest { get; init; }
}
