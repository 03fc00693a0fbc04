using Placement.Problems;

namespace Placement.Plans;

/// <summary>The independent judge of steps: replays a plan prefix by prefix from the problem alone. Shares no code with the planner.</summary>
/// <remarks>
/// Judged is each step in the listed order while it runs, and each wave with all its steps under way at once, in whatever order they finish:
/// <list type="bullet">
/// <item>Capacity: every copy is charged, old and new. Transient resources stay charged on every node a replica has been on until the plan ends.</item>
/// <item>Replica limits count a replica once in each domain that holds a copy of it; limits between workloads count every copy.</item>
/// <item>Spread and dependencies count only copies that are sure to run, whatever has finished: those that do not move, and those that move within their domain.</item>
/// <item>What is broken at the start may stay broken, but a step may not make it worse.</item>
/// </list>
/// O(steps x (dimensions + replicas of the workload)); with headroom rules also O(nodes x dimensions) a step.
/// </remarks>
public static class StepChecker
{
    /// <summary>Judges the steps of a plan.</summary>
    /// <param name="problem">The problem; its origins are where the plan starts.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="limits">What holds while the plan runs.</param>
    /// <exception cref="ArgumentException">The plan is for another number of replicas.</exception>
    public static StepCheckResult Check(PlacementProblem problem, MigrationPlan plan, MigrationLimits limits)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(limits);
        if (plan.Target.ReplicaCount != problem.ReplicaCount)
        {
            throw new ArgumentException($"The plan is for {plan.Target.ReplicaCount} replicas; the problem has {problem.ReplicaCount}.", nameof(plan));
        }

        var replay = new StepReplay(problem, plan.Target, limits);
        for (var w = 0; w < plan.Waves.Count; w++)
        {
            replay.Wave(plan.Waves[w]);
        }

        return replay.Finish();
    }
}
