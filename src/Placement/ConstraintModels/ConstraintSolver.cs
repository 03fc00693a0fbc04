using System.Diagnostics;
using Placement.Problems;
using Placement.Solving;

namespace Placement.ConstraintModels;

/// <summary>The exact constraint model of the whole problem, solved by CP-SAT. For problems up to some hundred thousand pairs of replica class and node.</summary>
public sealed class ConstraintSolver : IPlacementSolver
{
    /// <summary>The most pairs of replica class and node, so that the model stays within a few hundred megabytes.</summary>
    public const long MaxSize = 200_000;

    /// <summary>The same where the problem has rules in C#, which are learnt set by set.</summary>
    public const long MaxSizeWithCustomRules = 5_000;

    /// <inheritdoc />
    public string Name => "cp-sat";

    /// <summary>Tells whether the model can say all that a problem says, at its size.</summary>
    public static bool Supports(PlacementProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return AssignmentModel.SizeOf(problem) <= LimitOf(problem);
    }

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">The problem is too large; see <see cref="Supports"/>.</exception>
    public SolveResult Solve(PlacementProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(options);
        if (!Supports(problem))
        {
            throw new NotSupportedException($"The constraint model does not take this problem: it has {AssignmentModel.SizeOf(problem)} pairs of replica class and node, of at most {LimitOf(problem)}.");
        }

        var clock = Stopwatch.StartNew();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.StopRequested, cancellationToken);
        var best = options.Start;
        var cost = long.MaxValue;
        void Offer(Assignment assignment)
        {
            // Until the model has learnt the rules in C#, its cheaper answers may break them or cost more.
            if (problem.CustomRules.Count == 0)
            {
                best = assignment;
            }
            else if (AssignmentChecker.Check(problem, assignment) is { IsFeasible: true } check && check.Cost.Total < cost)
            {
                (best, cost) = (assignment, check.Cost.Total);
            }
        }

        var bound = Run(problem, options, options.Start, options.TimeLimit, Offer, out var infeasible, stop.Token);
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

        var clock = Stopwatch.StartNew();
        var best = Bound.Zero;
        var work = options.WorkLimit < long.MaxValue ? Math.Min(1e6, options.WorkLimit / 1000.0) : double.PositiveInfinity;
        while (true)
        {
            var parameters = double.IsFinite(work) ? FormattableString.Invariant($"max_deterministic_time:{work:0.######}") : "";
            var run = CpSatRun.Solve(model.Model, model.Watched, limit - clock.Elapsed, options.Threads, options.Seed, values => onAssignment(model.ToAssignment(values)), parameters, stop);
            infeasible = run.IsInfeasible;
            best = Bound.Max(best, BoundOf(run.Bound));
            work -= run.Work;
            if (work <= 0 || !run.IsOptimal || run.Values is not { } values || model.CustomRules?.Learn(model.ToAssignment(values)) != true)
            {
                return best;
            }
        }
    }

    private static long LimitOf(PlacementProblem problem) => problem.CustomRules.Count > 0 ? MaxSizeWithCustomRules : MaxSize;

    /// <summary>The engine's bound is a double; below 2^53 its rounding is exact enough to step over with a margin.</summary>
    private static Bound BoundOf(double bound) => bound is not (> 0 and < 9e15)
        ? Bound.Zero
        : new() { Value = Math.Max(0, (long)Math.Ceiling(bound - 1e-3)), Argument = BoundArgument.CpSat, Explanation = "the exact constraint model admits no cheaper assignment" };
}
