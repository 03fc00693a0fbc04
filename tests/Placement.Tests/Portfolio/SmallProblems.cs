using CsCheck;
using Placement.Model;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Tests.Portfolio;

/// <summary>Tiny random problems, with their optimum by enumeration.</summary>
internal static class SmallProblems
{
    /// <summary>Capacity, prices and eligibility only.</summary>
    public static Gen<PlacementProblem> Plain { get; } = Make(false);

    /// <summary>Every rule kind, and costs of moves, load and balance.</summary>
    public static Gen<PlacementProblem> Ruled { get; } = Make(true);

    /// <summary>Every rule kind, and rules in C# that tell single replicas and nodes apart.</summary>
    public static Gen<PlacementProblem> Coded { get; } =
        from seed in Gen.Int[0, int.MaxValue - 1]
        from nodes in Gen.Int[1, 3]
        from replicas in Gen.Int[1, 5]
        from hard in Gen.Bool
        select Build(new Random(seed), nodes, replicas, 1, true, [new PairRule(hard), new PairRule(!hard)]);

    /// <summary>The least cost of a feasible assignment, or <see langword="null"/> when there is none.</summary>
    public static long? Optimum(PlacementProblem problem)
    {
        long? best = null;
        var nodes = new int[problem.ReplicaCount];
        var low = problem.MayLeaveUnplaced ? -1 : 0;
        Array.Fill(nodes, low);
        while (true)
        {
            var check = AssignmentChecker.Check(problem, new Assignment(nodes));
            if (check.IsFeasible && (best is null || check.Cost.Total < best))
            {
                best = check.Cost.Total;
            }

            var p = 0;
            while (p < nodes.Length && ++nodes[p] == problem.NodeCount)
            {
                nodes[p++] = low;
            }

            if (p == nodes.Length)
            {
                return best;
            }
        }
    }

    /// <summary>Fails when a result breaks a promise: feasible, checked, bound at most the optimum at most the cost.</summary>
    public static void AssertHonest(PlacementProblem problem, SolveResult result)
    {
        var optimum = Optimum(problem);
        if (result.Assignment is { } assignment)
        {
            Assert.True(AssignmentChecker.Check(problem, assignment).IsFeasible);
            Assert.NotNull(optimum);
            Assert.True(result.Cost >= optimum);
        }
        else if (result.Status == SolveStatus.Infeasible)
        {
            Assert.Null(optimum);
            Assert.NotEmpty(result.Reasons);
        }

        if (optimum is not null)
        {
            Assert.True(result.Bound.Value <= optimum, $"bound {result.Bound.Value} by {result.Bound.Argument} above the optimum {optimum}");
        }
    }

    private static Gen<PlacementProblem> Make(bool ruled) =>
        from seed in Gen.Int[0, int.MaxValue - 1]
        from nodes in Gen.Int[1, 4]
        from replicas in Gen.Int[1, 5]
        from resources in Gen.Int[1, 2]
        select Build(new Random(seed), nodes, replicas, resources, ruled);

    private static PlacementProblem Build(Random random, int nodes, int replicas, int resources, bool ruled, IReadOnlyList<ICustomRule>? coded = null)
    {
        int[] Ints(int count, int low, int high) => [.. Enumerable.Range(0, count).Select(_ => random.Next(low, high))];
        long[] Longs(int count, int low, int high) => [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(low, high))];
        bool Chance(double p) => random.NextDouble() < p;
        var classes = random.Next(1, 4);
        var workloads = ruled ? Ints(replicas, 0, Math.Max(1, replicas - 1)) : [.. Enumerable.Range(0, replicas)];
        var count = workloads.Max() + 1;
        var definition = new ProblemDefinition
        {
            ResourceCount = resources,
            Capacity = Longs(nodes * resources, 6, 14),
            Price = Longs(nodes, 0, 9),
            Demand = Longs(classes * resources, 0, 8),
            DemandClass = Ints(replicas, 0, classes),
            Workload = workloads,
            UnplacedCost = Chance(0.3) ? Longs(count, 1, 12) : null,
            Eligible = Chance(0.3) ? [.. Enumerable.Range(0, count).Select(_ => Chance(0.5) ? null : Ints(nodes, 0, 3).Select(i => i > 0).ToArray())] : null,
        };
        if (!ruled)
        {
            return PlacementProblem.Create(definition);
        }

        RuleStrictness Strictness() => (RuleStrictness)random.Next(0, 3);
        int[] domain = Ints(nodes, Chance(0.2) ? -1 : 0, Math.Min(2, nodes));
        return PlacementProblem.Create(definition with
        {
            Origin = Ints(replicas, -1, nodes),
            MayStay = Chance(0.3) ? [.. Ints(replicas, 0, 2).Select(i => i > 0)] : null,
            PinnedNode = Chance(0.2) ? [.. Ints(replicas, 0, 4).Select(i => i > 0 ? -1 : random.Next(0, nodes))] : null,
            MoveCost = Longs(replicas, 0, 3),
            WorkloadMoveCost = random.Next(0, 3),
            NodeMoveCost = Chance(0.5) ? Ints(nodes * nodes, 0, 3) : null,
            NodeMoveWeight = random.Next(0, 3),
            Target = Longs(nodes * resources, 2, 10),
            LoadWeight = Longs(resources, 0, 3),
            Transient = [.. Ints(resources, 0, 3).Select(i => i == 0)],
            CapacityMayStayBroken = Chance(0.7),
            Domains = [domain],
            DomainLimits = Chance(0.4) ? [new(random.Next(0, count), random.Next(-1, 1), random.Next(1, 3), Strictness(), random.Next(1, 4))] : [],
            Spreads = Chance(0.3) ? [new(random.Next(0, count), 0, random.Next(0, 3), Strictness(), random.Next(1, 4))] : [],
            CoLocations = Chance(0.4) && count > 1 ? [new(0, 1, random.Next(0, 2), Strictness(), random.Next(1, 4))] : [],
            Dependencies = Chance(0.3) ? [new(random.Next(0, count), random.Next(0, count), random.Next(-1, 1), Strictness(), random.Next(1, 4))] : [],
            Balances = Chance(0.3) && resources > 1 ? [new(0, 1, random.Next(1, 3), random.Next(0, 3))] : [],
            HeadroomLevels = Chance(0.15) ? [random.Next(-1, 1)] : [],
            MaxMoves = Chance(0.3) ? random.Next(0, 3) : int.MaxValue,
            CustomRules = coded ?? [],
        });
    }

    /// <summary>Counts neighbours in number on a node; the soft one charges by the node.</summary>
    private sealed class PairRule(bool hard) : ICustomRule
    {
        public string Name => "pairs";

        public bool IsHard => hard;

        public long Measure(PlacementProblem problem, int node, ReadOnlySpan<int> replicas)
        {
            var pairs = 0;
            foreach (var p in replicas)
            {
                pairs += replicas.Contains(p + 1) ? 1 : 0;
            }

            return hard ? Math.Max(0, pairs - 1) : pairs * (1 + node);
        }
    }
}
