using Placement.Problems;

namespace Placement.Solving;

/// <summary>Solves a placement problem on the calling thread.</summary>
/// <remarks>Safe to call from several threads at once. The result has been judged by <see cref="AssignmentChecker"/>.</remarks>
public interface IPlacementSolver
{
    /// <summary>Gets a short stable name, used in reports and benchmarks.</summary>
    string Name { get; }

    /// <summary>Solves until proven optimal, or a limit of the options is reached, and returns the best so far.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">Limits, seed, start.</param>
    /// <param name="cancellationToken">Means "forget it": no answer is returned. For the best so far use <see cref="SolveOptions.StopRequested"/>.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    SolveResult Solve(PlacementProblem problem, SolveOptions options, CancellationToken cancellationToken = default);
}
