using System.Globalization;
using Placement.Problems;

namespace Placement.Plans;

/// <summary>Decides which moves of a target are worth making, orders them, and shares out the saving.</summary>
/// <remarks>
/// Moves are judged in bundles: everything that leaves a node which is freed, or a move alone. A bundle is left out when its loss would not
/// pay for its cost within the horizon, and a target is cut down to the limits by leaving out the least rewarding bundles first. Whatever is
/// left keeps every rule. Equal inputs give equal proposals, and a target that is the start gives no step.
/// </remarks>
public static class MoveEconomics
{
    private const int MostPasses = 8;

    /// <summary>Makes a plan with its economics.</summary>
    /// <param name="problem">The problem; its origins are where the plan starts.</param>
    /// <param name="target">The assignment wanted; feasible.</param>
    /// <param name="limits">What holds while the plan runs; see <see cref="MigrationLimits.For"/>.</param>
    /// <param name="options">Prices, horizon and limits; <see langword="null"/> means the defaults.</param>
    /// <param name="planning">How much work to spend on the order; <see langword="null"/> means the defaults.</param>
    /// <param name="cancellationToken">Means "forget it": no plan is returned.</param>
    /// <exception cref="ArgumentException">The target is for another number of replicas.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static PlanProposal Propose(
        PlacementProblem problem, Assignment target, MigrationLimits limits, EconomicOptions? options = null, MigrationOptions? planning = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(limits);
        if (target.ReplicaCount != problem.ReplicaCount)
        {
            throw new ArgumentException($"The target is for {target.ReplicaCount} replicas; the problem has {problem.ReplicaCount}.", nameof(target));
        }

        options ??= new EconomicOptions();
        var kept = new SortedDictionary<int, KeptReplica>();
        var wanted = target;
        target = DropUnpaid(problem, target, limits, options, wanted, kept);
        var choices = PlanFront.Of(problem, target, limits, options);
        var chosen = choices.FirstOrDefault(c => c.Point.Moves <= options.MaxMoves && c.Point.MoveCostMicroDollars <= options.MaxMicroDollars) ?? choices[^1];
        var plan = Order(problem, chosen.Target, limits, options, planning, wanted, kept, cancellationToken);
        var (low, high) = (choices.IndexOf(chosen) + 1, choices.Count - 1);
        if (low <= high && plan.MakespanMilliseconds > options.MaxMinutes * 60_000)
        {
            // Halve the choices for the first that is short enough; the last one stands when none is.
            (chosen, plan) = (choices[high], Order(problem, choices[high].Target, limits, options, planning, wanted, kept, cancellationToken));
            while (low < high)
            {
                var middle = (low + high) / 2;
                var shorter = Order(problem, choices[middle].Target, limits, options, planning, wanted, kept, cancellationToken);
                if (shorter.MakespanMilliseconds <= options.MaxMinutes * 60_000)
                {
                    (chosen, plan, high) = (choices[middle], shorter, middle);
                }
                else
                {
                    low = middle + 1;
                }
            }
        }

        foreach (var k in plan.Kept)
        {
            kept[k.Replica] = k with { Wanted = wanted[k.Replica] };
        }

        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            if (plan.Target[p] != wanted[p] && !kept.ContainsKey(p))
            {
                kept.Add(p, new(p, plan.Target[p], wanted[p], KeepCause.OverLimit, "The limit on moves, minutes or money leaves it out; other moves save more for their cost."));
            }
        }

        foreach (var p in kept.Keys.Where(p => plan.Target[p] == wanted[p]).ToList())
        {
            kept.Remove(p);
        }

        return Share(problem, plan, limits, options) with
        {
            Kept = [.. kept.Values],
            Front = PlanFront.Points(choices, chosen),
        };
    }

    /// <summary>Orders the moves; when some have no safe order, others may not be worth it any more, and the rest is ordered again.</summary>
    private static MigrationPlan Order(
        PlacementProblem problem, Assignment target, MigrationLimits limits, EconomicOptions options, MigrationOptions? planning, Assignment wanted, SortedDictionary<int, KeptReplica> kept, CancellationToken cancellationToken)
    {
        var plan = MigrationPlanner.Plan(problem, target, limits, planning, cancellationToken);
        for (var pass = 0; pass < MostPasses && plan.Kept.Count > 0; pass++)
        {
            var unsafeMoves = plan.Kept;
            var rest = DropUnpaid(problem, plan.Target, limits, options, wanted, kept);
            if (rest.Equals(plan.Target))
            {
                break;
            }

            plan = MigrationPlanner.Plan(problem, rest, limits, planning, cancellationToken);
            plan = plan with { Kept = [.. unsafeMoves.Concat(plan.Kept).DistinctBy(k => k.Replica).Where(k => plan.Target[k.Replica] != wanted[k.Replica])] };
        }

        return plan;
    }

    private static Assignment DropUnpaid(PlacementProblem problem, Assignment target, MigrationLimits limits, EconomicOptions options, Assignment wanted, SortedDictionary<int, KeptReplica> kept)
    {
        if (options.KeepsAllMoves)
        {
            return target;
        }

        var ledger = new MoveLedger(problem, target, limits, options);
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var bundles = MoveBundle.Of(problem, ledger.Target().Nodes);
            var dropped = false;
            foreach (var bundle in bundles)
            {
                var loss = ledger.LossWithout(bundle);
                var cost = ledger.StepCost(bundle);
                if ((loss - ledger.ObjectiveOf(bundle) > 0 && cost <= loss * options.HorizonHours) || !ledger.TakeOut(bundle))
                {
                    continue;
                }

                dropped = true;
                var reason = loss <= 0
                    ? "The fleet costs no more an hour without the move."
                    : string.Create(CultureInfo.InvariantCulture, $"{(bundle.Replicas.Length == 1 ? "The move" : $"The {bundle.Replicas.Length} moves off node {bundle.Node} together")} would save {loss} micro-dollars an hour and cost {cost}; that takes {(double)cost / loss:0.#} h, and the horizon is {options.HorizonHours:0.#} h.");
                foreach (var p in bundle.Replicas)
                {
                    kept[p] = new(p, problem.Origin(p), wanted[p], KeepCause.DoesNotPayBack, reason);
                }
            }

            if (!dropped)
            {
                break;
            }
        }

        return ledger.Target();
    }

    /// <summary>Shares the saving out in proportion to what would be lost without each bundle, so that the shares add up to it exactly.</summary>
    private static PlanProposal Share(PlacementProblem problem, MigrationPlan plan, MigrationLimits limits, EconomicOptions options)
    {
        var ledger = new MoveLedger(problem, plan.Target, limits, options);
        var before = new RunningCost(problem, plan.Start.Nodes, options.RiskPerMille);
        var saving = 0L;
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            saving -= before.Move(p, plan.Target[p]);
        }

        var steps = plan.Waves.SelectMany(w => w.Steps).ToArray();
        var last = new Dictionary<int, int>();
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].To >= 0 || plan.Target[steps[i].Replica] < 0)
            {
                last[steps[i].Replica] = i;
            }
        }

        var weights = new long[steps.Length];
        foreach (var bundle in MoveBundle.Of(problem, plan.Target.Nodes))
        {
            var loss = Math.Max(0, ledger.LossWithout(bundle));
            for (var i = 0; i < bundle.Replicas.Length; i++)
            {
                weights[last[bundle.Replicas[i]]] = (loss / bundle.Replicas.Length) + (i < loss % bundle.Replicas.Length ? 1 : 0);
            }
        }

        return new PlanProposal
        {
            Problem = problem,
            Plan = plan,
            Limits = limits,
            Shares = Split(saving, weights),
            StepCosts = [.. steps.Select(s => s.Kind == StepKind.Stop ? 0 : ledger.StepCost(s.Replica))],
            Kept = [],
            ExposedReplicas = ledger.Cost.Exposed,
        };
    }

    /// <summary>Splits an amount by weight in whole numbers whose sum is the amount; evenly when nothing weighs.</summary>
    private static long[] Split(long amount, long[] weights)
    {
        var shares = new long[weights.Length];
        var total = (Int128)0;
        foreach (var w in weights)
        {
            total += w;
        }

        var (seen, given) = ((Int128)0, (Int128)0);
        for (var i = 0; i < shares.Length; i++)
        {
            seen += total == 0 ? 1 : weights[i];
            var upTo = amount * seen / (total == 0 ? shares.Length : total);
            shares[i] = (long)(upTo - given);
            given = upTo;
        }

        return shares;
    }
}
