using System.Diagnostics;
using Placement.Problems;
using Placement.Solving;

namespace Placement.ConstraintModels;

/// <summary>The exact constraint model of the whole problem, solved by CP-SAT. For problems up to some hundred thousand pairs of replica class and node.</summary>
public sealed class ConstraintSolver : IPlacementSolver
{
    /// <summary>The most pairs of replica class and node, so that the model stays within a few hundred megabytes.</summary>
    public const long MaxSize = 200_000;

    /// <inheritdoc />
    public string Name => "cp-sat";

    /// <summary>Tells whether the model can say all that a problem says, at its size.</summary>
    public static bool Supports(PlacementProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return AssignmentModel.Supports(problem) && AssignmentModel.SizeOf(problem) <= MaxSize;
    }

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">The problem has rules in C#, or is too large; see <see cref="Supports"/>.</exception>
    public SolveResult Solve(PlacementProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(options);
        if (!Supports(problem))
        {
            throw new NotSupportedException($"The constraint model does not take this problem: it has {problem.CustomRules.Count} rules in C# and {AssignmentModel.SizeOf(problem)} pairs of replica class and node, of at most {MaxSize}.");
        }

        var clock = Stopwatch.StartNew();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.StopRequested, cancellationToken);
        Assignment? best = options.Start;
        var bound = Run(problem, options, options.Start, options.TimeLimit, assignment => best = assignment, out var infeasible, stop.Token);
        cancellationToken.ThrowIfCancellationRequested();
        if (infeasible && best is null)
        {
            return new() { Status = SolveStatus.Infeasible, Bound = bound, Solver = Name, Elapsed = clock.Elapsed, Reasons = [new(ReasonCode.Unplaced, 1, "The constraint model proved that no assignment keeps every hard rule.")] };
        }

        return SolveResult.Judge(problem, best, bound, Name, clock.Elapsed);
    }

    /// <summary>Runs the model and hands out each improved assignment.</summary>
    internal static Bound Run(PlacementProblem problem, SolveOptions options, Assignment? hint, TimeSpan limit, Action<Assignment> onAssignment, out bool infeasible, CancellationToken stop)
    {
        var model = new AssignmentModel(problem);
        if (hint is not null)
        {
            model.Hint(hint);
        }

        var parameters = options.WorkLimit < long.MaxValue ? FormattableString.Invariant($"max_deterministic_time:{Math.Min(1e6, options.WorkLimit / 1000.0)}") : "";
        var run = CpSatRun.Solve(model.Model, model.Watched, limit, options.Threads, options.Seed, values => onAssignment(model.ToAssignment(values)), parameters, stop);
        infeasible = run.IsInfeasible;
        if (run.Bound is not (> 0 and < 9e15))
        {
            return Bound.Zero;
        }

        // The engine's bound is a double; below 2^53 its rounding is exact enough to step over with a margin.
        return new() { Value = Math.Max(0, (long)Math.Ceiling(run.Bound - 1e-3)), Argument = BoundArgument.CpSat, Explanation = "the exact constraint model admits no cheaper assignment" };
    }
}
