using CsCheck;
using Placement.Model;
using Placement.Problems;

namespace Placement.Tests.Search;

/// <summary>Small random problems, each with a random choice of every kind of rule and cost.</summary>
internal static class RuleCases
{
    public static readonly Gen<PlacementProblem> Problems = Gen.Int[0, 1_000_000].Select(seed => Build(new Random(seed)));

    public static PlacementProblem Build(Random random)
    {
        bool Some(int oneIn = 2) => random.Next(oneIn) == 0;
        long[] Values(int count, int low, int high) => [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(low, high))];
        RuleStrictness Strictness() => (RuleStrictness)random.Next(3);

        var nodes = random.Next(2, 7);
        var replicas = random.Next(1, 13);
        var workloads = random.Next(1, replicas + 1);
        var resources = random.Next(1, 6);
        var slots = random.Next(1, 3);
        var classes = random.Next(1, replicas + 1);
        var capacity = Values(nodes * resources, 10, 60);
        int Level() => random.Next(-1, 2);
        int Workload() => random.Next(workloads);
        var pairs = workloads > 1;
        (int First, int Second) Pair()
        {
            var first = Workload();
            return (first, (first + 1 + random.Next(workloads - 1)) % workloads);
        }

        T[] Rules<T>(Func<T> make) => Some() ? [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => make())] : [];
        var definition = new ProblemDefinition
        {
            ResourceCount = resources,
            SlotCount = slots,
            Capacity = capacity,
            Target = Some() ? [.. capacity.Select(c => c * random.Next(0, 101) / 100)] : null,
            Price = Some() ? Values(nodes, 0, 50) : null,
            LoadWeight = Some() ? Values(resources, 0, 5) : null,
            Transient = Some() ? [.. Enumerable.Range(0, resources).Select(_ => Some())] : null,
            Demand = Values(classes * resources * slots, 0, 14),
            DemandClass = [.. Enumerable.Range(0, replicas).Select(_ => random.Next(classes))],
            Workload = [.. Enumerable.Range(0, replicas).Select(p => p < workloads ? p : Workload())],
            Origin = Some(4) ? null : [.. Enumerable.Range(0, replicas).Select(_ => random.Next(Some(4) ? -1 : 0, nodes))],
            MoveCost = Some() ? Values(replicas, 0, 9) : null,
            WorkloadMoveCost = Some() ? random.Next(1, 9) : 0,
            NodeMoveCost = Some() ? [.. Values(nodes * nodes, 0, 5).Select(v => (int)v)] : null,
            NodeMoveWeight = random.Next(1, 4),
            UnplacedCost = Some() ? Values(workloads, 1, 90) : null,
            Domains = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, nodes).Select(_ => random.Next(Some(3) ? -1 : 0, Math.Min(nodes, 3))).ToArray())],
            Eligible = Some(3) ? [.. Enumerable.Range(0, workloads).Select(_ => Some() ? null : Enumerable.Range(0, nodes).Select(_ => !Some(3)).ToArray())] : null,
            MayStay = Some() ? [.. Enumerable.Range(0, replicas).Select(_ => Some())] : null,
            PinnedNode = Some(4) ? [.. Enumerable.Range(0, replicas).Select(_ => Some(4) ? random.Next(nodes) : -1)] : null,
            DomainLimits = Rules(() => new DomainLimit(Workload(), Level(), random.Next(1, 3), Strictness(), random.Next(1, 9))),
            Spreads = Rules(() => new DomainSpread(Workload(), random.Next(2), random.Next(0, 4), Strictness(), random.Next(1, 9))),
            CoLocations = pairs ? Rules(() => Pair() is var (w, o) ? new NodeCoLocation(w, o, random.Next(0, 3), Strictness(), random.Next(1, 9)) : default) : [],
            Dependencies = Rules(() => new DomainDependency(Workload(), Workload(), Level(), Strictness(), random.Next(1, 9))),
            Balances = Rules(() => new ResourceBalance(random.Next(resources), random.Next(resources), random.Next(1, 4), random.Next(0, 4))),
            HeadroomLevels = Some(4) ? [random.Next(-1, 2)] : [],
            MaxMoves = Some(4) ? random.Next(0, replicas + 1) : int.MaxValue,
            CustomRules = Some(4) ? [new EvenCount(Some())] : [],
            CapacityMayStayBroken = Some(),
        };
        return PlacementProblem.Create(definition);
    }

    /// <summary>A rule of the host: an even number of replicas on each node, weighted by their indices to make it depend on which.</summary>
    private sealed class EvenCount(bool isHard) : ICustomRule
    {
        public string Name => "even-count";

        public bool IsHard => isHard;

        public long Measure(PlacementProblem problem, int node, ReadOnlySpan<int> replicas)
        {
            var sum = node;
            foreach (var replica in replicas)
            {
                sum += replica;
            }

            return sum % 2 == 0 || replicas.IsEmpty ? 0 : (sum % 5) + 1;
        }
    }
}
