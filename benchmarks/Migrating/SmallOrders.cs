using System.Globalization;
using Placement.Benchmarks.Packing;
using Placement.Plans;
using Placement.Problems;

namespace Placement.Benchmarks.Migrating;

/// <summary>Compares constructed orders with the exact ones on random full fleets, small enough to solve exactly.</summary>
internal static class SmallOrders
{
    public static int Run(BenchmarkArguments options)
    {
        var random = new Random(options.Integer("seed", 1));
        var limits = new MigrationLimits { MovedResource = 0, UnitsPerSecond = 1, StartMilliseconds = 2_000, MaxStepsPerNode = 2 };
        var (constructed, exact) = (new MigrationOptions { ExactUpToMoves = 0, MaxSearchStates = 0 }, new MigrationOptions());
        var (instances, equal, kept, keptExactly, proven, hops, hopsExactly, unsafeSteps) = (options.Integer("instances", 100), 0, 0, 0, 0, 0, 0, 0);
        var (time, timeExactly, shortest) = (0L, 0L, 0);
        for (var i = 0; i < instances; i++)
        {
            var (problem, target) = Make(random);
            var one = MigrationPlanner.Plan(problem, target, limits, constructed);
            var other = MigrationPlanner.Plan(problem, target, limits, exact);
            unsafeSteps += StepChecker.Check(problem, one, limits).Faults.Count + StepChecker.Check(problem, other, limits).Faults.Count;
            equal += (one.Kept.Count, one.ExtraHops, one.MakespanMilliseconds) == (other.Kept.Count, other.ExtraHops, other.MakespanMilliseconds) ? 1 : 0;
            (kept, keptExactly, proven) = (kept + one.Kept.Count, keptExactly + other.Kept.Count, proven + other.Kept.Count(k => k.IsProven));
            (hops, hopsExactly, shortest) = (hops + one.ExtraHops, hopsExactly + other.ExtraHops, shortest + (other.IsProvenShortest ? 1 : 0));
            if ((one.Kept.Count, one.ExtraHops) == (other.Kept.Count, other.ExtraHops))
            {
                (time, timeExactly) = (time + one.MakespanMilliseconds, timeExactly + other.MakespanMilliseconds);
            }
        }

        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{instances} fleets: constructed as good as exact on {equal}; kept back {kept} constructed, {keptExactly} exact, {proven} of these proved impossible; extra hops {hops} and {hopsExactly}; makespan where both make the same moves {(timeExactly == 0 ? 1 : (double)time / timeExactly):0.000} x exact; {shortest} proved shortest by the model; {unsafeSteps} unsafe prefixes"));
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"instance":"small orders","instances":{{instances}},"asGood":{{equal}},"kept":{{kept}},"keptExactly":{{keptExactly}},"keptProven":{{proven}},"hops":{{hops}},"hopsExactly":{{hopsExactly}},"makespanRatio":{{(timeExactly == 0 ? 1 : Math.Round((double)time / timeExactly, 4))}},"provenShortest":{{shortest}},"unsafe":{{unsafeSteps}},"seed":{{options.Integer("seed", 1)}}}"""));
        return unsafeSteps == 0 ? 0 : 1;
    }

    /// <summary>Four to six nodes, five to nine replicas in two random fillings, so full that some moves wait in cycles and some have no order.</summary>
    private static (PlacementProblem Problem, Assignment Target) Make(Random random)
    {
        while (true)
        {
            var (nodes, replicas) = (random.Next(4, 7), random.Next(5, 10));
            var demand = Enumerable.Range(0, replicas).Select(_ => (long)random.Next(2, 7)).ToArray();
            var definition = new ProblemDefinition
            {
                ResourceCount = 1,
                Capacity = [.. Enumerable.Repeat((demand.Sum() * 10 / (nodes * 8)) + 1, nodes)],
                Demand = demand,
                DemandClass = [.. Enumerable.Range(0, replicas)],
            };
            if (Fill(definition, random) is { } origin && Fill(definition, random) is { } target)
            {
                return (PlacementProblem.Create(definition with { Origin = origin }), new Assignment(target));
            }
        }
    }

    private static int[]? Fill(ProblemDefinition definition, Random random)
    {
        var free = definition.Capacity.ToArray();
        var at = new int[definition.Demand.Length];
        foreach (var p in Enumerable.Range(0, at.Length).OrderByDescending(p => definition.Demand[p]))
        {
            var fits = Enumerable.Range(0, free.Length).Where(n => free[n] >= definition.Demand[p]).ToList();
            if (fits.Count == 0)
            {
                return null;
            }

            at[p] = fits[random.Next(fits.Count)];
            free[at[p]] -= definition.Demand[p];
        }

        return at;
    }
}
