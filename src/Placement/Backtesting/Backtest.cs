using Placement.Model;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Backtesting;

/// <summary>Tests savings on time that the plan has not seen: plans on the first part of the telemetry and replays the rest.</summary>
/// <remarks>Deterministic when the solve is: the replay has no choice to make.</remarks>
public static class Backtest
{
    /// <summary>Gets the slot that the replay starts at.</summary>
    /// <param name="slotCount">The slots of the telemetry. At least 2.</param>
    /// <param name="planPercent">The share to plan on, 1 to 99.</param>
    public static int SplitSlot(int slotCount, int planPercent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slotCount, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(planPercent, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(planPercent, 99);
        return (int)Math.Clamp((long)slotCount * planPercent / 100, 1, slotCount - 1);
    }

    /// <summary>Runs a backtest.</summary>
    /// <param name="fleet">The fleet with its full capacities: above them a node is overloaded.</param>
    /// <param name="sized">The same fleet with the demands and usable capacities made from the telemetry before <paramref name="splitSlot"/> only.</param>
    /// <param name="history">The whole telemetry of the replicas.</param>
    /// <param name="splitSlot">The first slot of the replay; see <see cref="SplitSlot"/>.</param>
    /// <param name="targetPercent">The share of capacity above which a node is hot, 1 to 100.</param>
    /// <param name="solver">What plans.</param>
    /// <param name="options">The limits of the plan.</param>
    /// <param name="cancellationToken">Means "forget it".</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static BacktestResult Run(
        ClusterModel fleet,
        ClusterModel sized,
        UsageHistory history,
        int splitSlot,
        int targetPercent,
        IPlacementSolver solver,
        SolveOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(solver);
        var problem = ProblemCompiler.Compile(sized);
        var unseen = history.Slice(splitSlot, history.SlotCount - splitSlot);
        var solved = solver.Solve(problem, options, cancellationToken);
        long[] capacity = [.. fleet.Nodes.SelectMany(n => n.Capacity)];
        var demand = Demands.ByResource(problem);
        return new BacktestResult
        {
            Start = history.Start,
            Split = unseen.Start,
            End = history.End,
            Solved = solved,
            Plan = solved.Assignment is { } plan ? UsageReplay.Run(unseen, plan, capacity, targetPercent, demand) : null,
            Current = UsageReplay.Run(unseen, problem.Start(), capacity, targetPercent, demand),
        };
    }
}
