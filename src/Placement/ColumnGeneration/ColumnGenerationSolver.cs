using Placement.Bounds;
using Placement.Construction;
using Placement.Problems;
using Placement.Solving;

namespace Placement.ColumnGeneration;

/// <summary>
/// Column generation over node patterns: a bound by linear programming, plans by repeated diving and by an integer step on the pattern pool,
/// realised under every hard rule. Costs beyond node prices, and rules beyond capacity, eligibility and replicas a node, are relaxed in the
/// bound and honoured in the realisation.
/// </summary>
internal sealed class ColumnGenerationSolver(PlacementProblem problem, int seed, int threads)
{
    private readonly PatternSpace _space = new(problem);
    private readonly WorkloadRules _rules = new(problem);

    /// <summary>Runs until the answer is proved, nothing more is to be tried, or the stop.</summary>
    /// <param name="start">An assignment whose nodes seed the patterns, or <see langword="null"/>.</param>
    /// <param name="cost">The cost of the best answer so far.</param>
    /// <param name="offer">Receives assignments; returns whether better.</param>
    /// <param name="onBound">Receives bounds.</param>
    /// <param name="remaining">The time left.</param>
    /// <param name="stop">Ends the run.</param>
    public void Run(Assignment? start, Func<long> cost, Func<Assignment, bool> offer, Action<Bound> onBound, Func<TimeSpan> remaining, CancellationToken stop)
    {
        var generator = new ColumnGenerator(_space);
        var root = new PatternMaster(_space.Demand, _space.NodeCount, _space.Penalty, seed);
        if (start is not null)
        {
            Seed(generator, root, start);
        }

        generator.SolveRoot(root, onBound, cost, stop);
        if (stop.IsCancellationRequested)
        {
            return;
        }

        var rootCount = generator.Pool.Count;
        var realisation = new PlanRealisation(_space, _rules);
        var random = new Random(seed);
        // The cost that a plan must beat. Where rules or other costs raise a realised plan above its patterns, further plans as cheap are worth a try.
        var planCost = long.MaxValue;
        for (var dive = 0; !stop.IsCancellationRequested && cost() > generator.Bound.Value; dive++)
        {
            long Upper() => Math.Min(cost(), planCost == long.MaxValue ? long.MaxValue : planCost + (IsPlain ? 0 : 1));
            var plan = new PatternDive(_space, generator, random).Run(root.Clone(), Upper, Noise(dive), stop);
            if (plan is not null)
            {
                planCost = Math.Min(planCost, plan.Cost);
                offer(realisation.Realise(plan, stop));
            }

            Keep(generator, root, rootCount, plan);
            rootCount = generator.Pool.Count;
            if (dive is 2 or 12 or 40 && cost() > generator.Bound.Value && !stop.IsCancellationRequested)
            {
                var limit = TimeSpan.FromSeconds(Math.Min(remaining().TotalSeconds / 4, dive < 10 ? 6 : 12));
                if (PatternIntegerStep.Solve(_space, generator.Pool, Upper(), limit, threads, seed, stop) is { } whole)
                {
                    planCost = Math.Min(planCost, whole.Cost);
                    offer(realisation.Realise(whole, stop));
                }
            }

            if (!IsPlain && dive >= 20)
            {
                return;
            }
        }
    }

    /// <summary>Whether a plan's realisation always costs what its patterns cost.</summary>
    private bool IsPlain =>
        problem.CoLocations.Count + problem.DomainLimits.Count + problem.Spreads.Count + problem.Dependencies.Count + problem.CustomRules.Count + problem.Balances.Count + problem.HeadroomLevels.Count == 0
        && Array.TrueForAll(problem.LoadWeightTable, w => w == 0)
        && Array.TrueForAll(problem.OriginTable, o => o < 0);

    private static double Noise(int dive) => dive == 0 ? 0 : 0.1 + (0.15 * (dive % 5));

    private void Seed(ColumnGenerator generator, PatternMaster root, Assignment start)
    {
        var byNode = new Dictionary<int, Dictionary<int, int>>();
        for (var p = 0; p < start.ReplicaCount; p++)
        {
            if (start[p] >= 0)
            {
                if (!byNode.TryGetValue(start[p], out var counts))
                {
                    byNode.Add(start[p], counts = []);
                }

                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, _space.Groups.GroupOf[p], out _)++;
            }
        }

        foreach (var (node, counts) in byNode.OrderBy(n => n.Key))
        {
            generator.Add(root, new(_space.Nodes.ClassOf[node], [.. counts.Select(c => new PatternPart(c.Key, c.Value))]));
        }
    }

    /// <summary>Keeps the patterns of a plan that a dive found and forgets its other columns, so that the pool does not grow without end.</summary>
    private static void Keep(ColumnGenerator generator, PatternMaster root, int rootCount, PatternPlan? plan)
    {
        generator.Truncate(rootCount);
        foreach (var (pattern, _) in plan?.Parts ?? [])
        {
            generator.Add(root, pattern);
        }
    }
}
