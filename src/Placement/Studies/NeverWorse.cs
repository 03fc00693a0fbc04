using Placement.Problems;
using Placement.Solving;

namespace Placement.Studies;

/// <summary>A solver that starts from the best greedy packing and never answers with a dearer one, however short its time.</summary>
internal sealed class NeverWorse(IPlacementSolver solver, IPlacementSolver packers) : IPlacementSolver
{
    public string Name => solver.Name;

    public SolveResult Solve(PlacementProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        var known = new[]
        {
            packers.Solve(problem, options with { Start = null, Progress = null }, cancellationToken),
            options.Start is { } start ? SolveResult.Judge(problem, start, Bound.Zero, "start", TimeSpan.Zero) : null,
        };
        var best = known.Where(r => r?.Assignment is not null).MinBy(r => r!.Cost);
        var result = solver.Solve(problem, options with { Start = best?.Assignment ?? options.Start }, cancellationToken);
        return best is null || (result.Assignment is not null && result.Cost <= best.Cost)
            ? result
            : SolveResult.Judge(problem, best.Assignment, result.Bound, best.Solver, result.Elapsed + best.Elapsed);
    }
}
