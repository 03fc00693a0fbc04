using System.Diagnostics;
using Placement.Bounds;
using Placement.Construction;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Portfolio;

/// <summary>Chains and races the solvers that honour a problem's rules under one deadline, sharing the best answer and the best bound.</summary>
/// <remarks>Never worse than the best greedy packer, nor than staying as you are where that is feasible.</remarks>
public sealed class PortfolioSolver : IPlacementSolver
{
    /// <inheritdoc />
    public string Name => "portfolio";

    /// <inheritdoc />
    public SolveResult Solve(PlacementProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(options);
        var clock = Stopwatch.StartNew();
        using var limit = new CancellationTokenSource(options.TimeLimit);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, options.StopRequested, cancellationToken);
        var incumbent = new Incumbent(problem, options, clock);
        foreach (var bound in ResourceBounds.All(problem).Append(ReplicaLimitBound.Of(problem)))
        {
            incumbent.Offer(bound, "resource sum");
        }

        if (Infeasibility.Find(problem) is { Count: > 0 } reasons)
        {
            return new() { Status = SolveStatus.Infeasible, Bound = incumbent.Bound, Solver = Name, Elapsed = clock.Elapsed, Reasons = reasons };
        }

        Begin(problem, options, incumbent, stop.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return incumbent.Result();
    }

    /// <summary>What costs nothing to know: the start, a given start, the greedy packers.</summary>
    private static void Begin(PlacementProblem problem, SolveOptions options, Incumbent incumbent, CancellationToken stop)
    {
        if (options.Start is { } given)
        {
            incumbent.Offer(given, "given");
        }

        incumbent.Offer(problem.Start(), "stay");
        var packer = new GreedyPacker(problem, options.Seed);
        foreach (var method in Enum.GetValues<GreedyMethod>())
        {
            if (incumbent.IsClosed || (stop.IsCancellationRequested && incumbent.Best is not null))
            {
                return;
            }

            incumbent.Offer(packer.Pack(method, stop), "greedy/" + method);
        }
    }
}
