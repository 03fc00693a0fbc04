using Placement.Problems;

namespace Placement.Plans;

/// <summary>Orders the moves from the origins of a problem to a target assignment into waves of steps, each safe while it runs.</summary>
/// <remarks>
/// Fewest replicas kept back first, then fewest extra hops, then the shortest time. A small instance is solved exactly with CP-SAT; a large one
/// is constructed greedily, and where moves block each other in a cycle, one of them goes through another node. Moves without a safe order are
/// not made and are named, so the plan can always be carried out. Moving before stopping with both copies charged follows live migration
/// planning for virtual machines (Bari et al. 2014, doi 10.1109/NOMS.2014.6838346, group moves in the same spirit; they do not prove the order).
/// </remarks>
public static class MigrationPlanner
{
    private const int MostRounds = 60;

    // From here on the first order without an extra hop is good enough: another attempt costs seconds.
    private const int LargeFrom = 10_000;

    /// <summary>Makes a plan.</summary>
    /// <param name="problem">The problem; its origins are where the plan starts.</param>
    /// <param name="target">The assignment to reach; one entry a replica.</param>
    /// <param name="limits">What holds while the plan runs.</param>
    /// <param name="options">How much work to spend; <see langword="null"/> means the defaults.</param>
    /// <param name="cancellationToken">Means "forget it": no plan is returned.</param>
    /// <exception cref="ArgumentException">The target is for another number of replicas, or names a node that does not exist.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static MigrationPlan Plan(PlacementProblem problem, Assignment target, MigrationLimits limits, MigrationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(limits);
        options ??= new MigrationOptions();
        if (target.ReplicaCount != problem.ReplicaCount || target.Nodes.ContainsAnyExceptInRange(-1, problem.NodeCount - 1))
        {
            throw new ArgumentException($"The target has {target.ReplicaCount} replicas on nodes up to {(target.ReplicaCount == 0 ? -1 : target.Nodes.ToArray().Max())}; the problem has {problem.ReplicaCount} replicas and {problem.NodeCount} nodes.", nameof(target));
        }

        var moves = MoveOrders.Count(problem, target);
        var transfer = MoveState.Transfers(problem, limits);
        MigrationPlan? best = null;
        for (var attempt = moves > LargeFrom && !options.EmptiesNodesFirst && options.Attempts != 1 ? 1 : 0; attempt < (options.EmptiesNodesFirst ? 1 : MoveOrders.Attempts(moves, options)); attempt++)
        {
            var order = MoveOrders.Order(problem, target, transfer, attempt, options);
            var plan = Construct(problem, target, limits, order, cancellationToken);
            best = best is null || IsBetter(plan, best) ? plan : best;
            if (IsUnbeatable(best) || (moves > LargeFrom && best.Kept.Count == 0 && best.ExtraHops == 0))
            {
                break;
            }
        }

        return Exactly(problem, Searched(problem, target, best!, limits, options), limits, options);
    }

    /// <summary>Where a small plan keeps replicas back or takes detours, tries every order of steps: either a better plan comes of it, or the proof that none keeps fewer back.</summary>
    private static MigrationPlan Searched(PlacementProblem problem, Assignment target, MigrationPlan plan, MigrationLimits limits, MigrationOptions options)
    {
        if (plan is { Kept.Count: 0, ExtraHops: 0 } || options.MaxSearchStates == 0 || !OrderSearch.Covers(problem))
        {
            return plan;
        }

        var (steps, fewest, isExhaustive) = OrderSearch.Run(problem, target, limits, options.MaxSearchStates);
        if (fewest <= plan.Kept.Count)
        {
            var found = InWaves(problem, target, plan, steps, limits);
            plan = IsBetter(found, plan) ? found : plan;
        }

        return isExhaustive && plan.Kept.Count == fewest
            ? plan with { Kept = [.. plan.Kept.Select(k => k with { IsProven = true, Reason = $"{k.Reason} Proved by trying every order of safe steps over all nodes: none makes more of the moves." })] }
            : plan;
    }

    /// <summary>Lets steps that are safe one after the other run side by side where that is safe too.</summary>
    private static MigrationPlan InWaves(PlacementProblem problem, Assignment target, MigrationPlan plan, List<MigrationStep> steps, MigrationLimits limits)
    {
        var state = new MoveState(problem, limits);
        var waves = new List<MigrationWave>();
        foreach (var step in steps)
        {
            if (!state.Test(step).IsFree)
            {
                waves.Add(state.EndWave());
            }

            state.Begin(step);
        }

        if (state.Wave.Count > 0)
        {
            waves.Add(state.EndWave());
        }

        var end = new Assignment([.. Enumerable.Range(0, problem.ReplicaCount).Select(state.Node)]);
        var reasons = plan.Kept.ToDictionary(k => k.Replica, k => k.Reason);
        return plan with
        {
            Target = end,
            Waves = waves,
            Kept = [.. Enumerable.Range(0, problem.ReplicaCount).Where(p => end[p] != target[p])
                .Select(p => new KeptReplica(p, end[p], target[p], KeepCause.NoSafeOrder, reasons.GetValueOrDefault(p, "The moves of others leave no safe order for it.")))],
            MakespanBoundMilliseconds = MoveOrders.MakespanBound(problem, end, limits, state.Transfer),
        };
    }

    /// <summary>Puts the exact model's order in the place of a small constructed one when it is better and the judge of steps finds nothing wrong with it.</summary>
    private static MigrationPlan Exactly(PlacementProblem problem, MigrationPlan plan, MigrationLimits limits, MigrationOptions options)
    {
        if (IsUnbeatable(plan) || !ExactOrder.Covers(problem, plan, limits, options.ExactUpToMoves) || ExactOrder.Solve(problem, plan, limits) is not { } exact)
        {
            return plan;
        }

        var other = plan with { Waves = exact.Waves, IsProvenShortest = exact.IsProven };
        return !IsBetter(plan, other) && StepChecker.Check(problem, other, limits).IsSafe ? other : plan;
    }

    private static bool IsBetter(MigrationPlan one, MigrationPlan other) =>
        (one.Kept.Count, one.ExtraHops, one.MakespanMilliseconds).CompareTo((other.Kept.Count, other.ExtraHops, other.MakespanMilliseconds)) < 0;

    private static bool IsUnbeatable(MigrationPlan plan) => plan.Kept.Count == 0 && plan.ExtraHops == 0 && plan.MakespanMilliseconds <= plan.MakespanBoundMilliseconds;

    /// <summary>Constructs until every replica ends on its target or its origin: what has no safe order is kept from the start of the next round.</summary>
    private static MigrationPlan Construct(PlacementProblem problem, Assignment target, MigrationLimits limits, MoveOrder order, CancellationToken cancellationToken)
    {
        var kept = new SortedDictionary<int, string>();
        var steady = new HashSet<int>();
        for (var round = 0; ; round++)
        {
            var goal = target.Nodes.ToArray();
            foreach (var p in kept.Keys)
            {
                goal[p] = problem.Origin(p);
            }

            var run = new WaveRun(problem, limits, goal, order, p => round < MostRounds && !steady.Contains(p), cancellationToken.ThrowIfCancellationRequested);
            run.Go();
            var astray = run.Dropped.Where(d => run.State.Node(d.Replica) != problem.Origin(d.Replica) || run.State.SecondNode(d.Replica) >= 0).Select(d => d.Replica).ToList();
            foreach (var (replica, why) in run.Dropped.Where(d => target[d.Replica] != problem.Origin(d.Replica)))
            {
                kept.TryAdd(replica, why);
            }

            // Each round keeps one more, or lets one more leave only by the direct way; without detours every replica ends on its origin or its target.
            steady.UnionWith(astray);
            if (astray.Count == 0)
            {
                var end = new int[problem.ReplicaCount];
                for (var p = 0; p < end.Length; p++)
                {
                    end[p] = run.State.Node(p);
                }

                return new MigrationPlan
                {
                    Start = problem.Start(),
                    Target = new Assignment(end),
                    Waves = run.Waves,
                    Kept = [.. kept.Where(k => end[k.Key] != target[k.Key]).Select(k => new KeptReplica(k.Key, problem.Origin(k.Key), target[k.Key], KeepCause.NoSafeOrder, k.Value))],
                    MakespanBoundMilliseconds = MoveOrders.MakespanBound(problem, new Assignment(end), limits, run.State.Transfer),
                };
            }
        }
    }
}
