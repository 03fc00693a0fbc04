using Placement.Model;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Plans;

/// <summary>Makes a plan after which planning again yields no move: carries it out on paper, solves again from there, and takes in what is still worth moving.</summary>
/// <remarks>Ends at once where the answer is proved the cheapest, since then no move can save anything. A limit on moves holds for all rounds together; a plan that a limit of minutes or money has cut short is left as it is, and the next one goes on.</remarks>
public static class SteadyPlan
{
    private const int MostRounds = 8;

    /// <summary>Makes the plan.</summary>
    /// <param name="model">The model.</param>
    /// <param name="solved">What the solver found for it; with an assignment.</param>
    /// <param name="solver">The solver that would be asked again.</param>
    /// <param name="options">How it is asked, and how moves are judged.</param>
    /// <param name="cancellationToken">Means "forget it": no plan is returned.</param>
    /// <exception cref="ArgumentException">The result has no assignment, or one of another model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static PlanProposal Propose(ClusterModel model, SolveResult solved, IPlacementSolver solver, SteadyPlanOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(solved);
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(options);
        var target = solved.Assignment ?? throw new ArgumentException("The solver found no assignment.", nameof(solved));
        var problem = ProblemCompiler.Compile(model, options.Permitted);
        var limits = options.Limits.For(model);
        var proposal = MoveEconomics.Propose(problem, target, limits, options.Economics, options.Planning, cancellationToken);
        if (solved.Status == SolveStatus.Optimal && proposal.Plan.Target.Equals(target))
        {
            return proposal;
        }

        var onlyMovesAreLimited = double.IsPositiveInfinity(options.Economics.MaxMinutes) && options.Economics.MaxMicroDollars == long.MaxValue;
        for (var round = 0; round < MostRounds && (onlyMovesAreLimited || !proposal.Kept.Any(k => k.Cause == KeepCause.OverLimit)); round++)
        {
            var after = ProblemCompiler.Compile(After(model, proposal.Plan.Target), options.Permitted);
            if (solver.Solve(after, options.Solve, cancellationToken).Assignment is not { } again)
            {
                break;
            }

            var left = options.Economics with { MaxMoves = Math.Max(0, options.Economics.MaxMoves - proposal.Plan.MovedReplicas) };
            var more = MoveEconomics.Propose(after, again, limits, left, options.Planning, cancellationToken);
            if (more.Plan.MovedReplicas == 0)
            {
                break;
            }

            var both = MoveEconomics.Propose(problem, more.Plan.Target, limits, options.Economics with { KeepsAllMoves = true, MaxMoves = int.MaxValue }, options.Planning, cancellationToken);
            proposal = both with { Kept = [.. both.Kept.Concat(more.Kept).DistinctBy(k => k.Replica).OrderBy(k => k.Replica)] };
        }

        return proposal;
    }

    /// <summary>Returns a model with its replicas where an assignment has them: what the next snapshot shows when a plan has been carried out.</summary>
    /// <exception cref="ArgumentException">The assignment is for another number of replicas.</exception>
    public static ClusterModel After(ClusterModel model, Assignment assignment)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(assignment);
        var count = model.Workloads.Sum(w => w.Replicas.Count);
        if (count != assignment.ReplicaCount)
        {
            throw new ArgumentException($"The assignment is for {assignment.ReplicaCount} replicas; the model has {count}.", nameof(assignment));
        }

        var next = 0;
        return model with
        {
            Workloads = [.. model.Workloads.Select(w => w with { Replicas = [.. w.Replicas.Select(r => r with { Node = assignment[next++] is >= 0 and var n ? model.Nodes[n].Id : null })] })],
        };
    }
}
