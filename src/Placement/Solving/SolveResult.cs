using Placement.Problems;

namespace Placement.Solving;

/// <summary>The answer of a solve: the best assignment, judged by the checker, and a bound.</summary>
public sealed record SolveResult
{
    /// <summary>Gets how the solve ended.</summary>
    public required SolveStatus Status { get; init; }

    /// <summary>Gets the best feasible assignment, or <see langword="null"/> when there is none.</summary>
    public Assignment? Assignment { get; init; }

    /// <summary>Gets the checker's verdict on <see cref="Assignment"/>, or <see langword="null"/> when there is none.</summary>
    public CheckResult? Check { get; init; }

    /// <summary>Gets the best lower bound. Never above the optimum.</summary>
    public required Bound Bound { get; init; }

    /// <summary>Gets the name of the solver that found the assignment.</summary>
    public required string Solver { get; init; }

    /// <summary>Gets the time used.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Gets why there is no assignment: the broken rules of the nearest attempt or proof, one a reason.</summary>
    public IReadOnlyList<Violation> Reasons { get; init; } = [];

    /// <summary>Gets the cost of the assignment.</summary>
    /// <exception cref="InvalidOperationException">There is no assignment.</exception>
    public long Cost => Check?.Cost.Total ?? throw new InvalidOperationException($"The solve ended as {Status} without an assignment.");

    /// <summary>Gets how far the cost can be above the optimum, as a share of the cost: <c>(cost - bound) / cost</c>, 0 when the cost is 0.</summary>
    public double Gap => Cost == 0 ? 0 : (double)(Cost - Bound.Value) / Cost;

    /// <summary>Judges an assignment and wraps it with a bound.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="assignment">The assignment, or <see langword="null"/>.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="solver">The name of the solver.</param>
    /// <param name="elapsed">The time used.</param>
    /// <returns>An optimal or feasible result when the checker accepts the assignment, otherwise an unknown one with the checker's violations as reasons.</returns>
    /// <exception cref="InvalidOperationException">The bound is above the cost of a feasible assignment: one of the two is wrong, and the library must not hide it.</exception>
    public static SolveResult Judge(PlacementProblem problem, Assignment? assignment, Bound bound, string solver, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(bound);
        if (assignment is null)
        {
            return new() { Status = SolveStatus.Unknown, Bound = bound, Solver = solver, Elapsed = elapsed };
        }

        var check = AssignmentChecker.Check(problem, assignment);
        if (!check.IsFeasible)
        {
            return new() { Status = SolveStatus.Unknown, Bound = bound, Solver = solver, Elapsed = elapsed, Reasons = check.Violations };
        }

        if (bound.Value > check.Cost.Total)
        {
            throw new InvalidOperationException($"{solver}: the bound {bound.Value} ({bound.Argument}: {bound.Explanation}) is above the cost {check.Cost.Total} of a feasible assignment.");
        }

        return new()
        {
            Status = bound.Value == check.Cost.Total ? SolveStatus.Optimal : SolveStatus.Feasible,
            Assignment = assignment,
            Check = check,
            Bound = bound,
            Solver = solver,
            Elapsed = elapsed,
        };
    }
}
