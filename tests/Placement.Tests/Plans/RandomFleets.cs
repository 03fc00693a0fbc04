using CsCheck;
using Placement.Model;
using Placement.Plans;
using Placement.Problems;

namespace Placement.Tests.Plans;

/// <summary>Random small fleets with every kind of rule, and a random target that keeps the rules.</summary>
internal static class RandomFleets
{
    /// <summary>A model, the target as a node index per replica, and the limits of the plan.</summary>
    public static Gen<(ClusterModel Model, Assignment Target, MigrationLimits Limits)> Gen { get; } =
        CsCheck.Gen.Int[0, int.MaxValue - 1].Select(seed => Make(new Random(seed)));

    public static (ClusterModel Model, Assignment Target, MigrationLimits Limits) Make(Random random)
    {
        var nodeCount = random.Next(2, 7);
        var slots = random.Next(4) == 0 ? 2 : 1;
        var transient = random.Next(4) == 0;
        var nodes = Enumerable.Range(0, nodeCount).Select(n => new Node
        {
            Id = $"n{n}",
            Capacity = [random.Next(8, 16), random.Next(8, 16)],
            PriceMicroDollarsPerHour = random.Next(1, 5) * 1000,
            Labels = new Dictionary<string, string> { ["rack"] = $"r{n % 3}" },
            State = random.Next(12) == 0 ? NodeState.Draining : random.Next(12) == 0 ? NodeState.Cordoned : NodeState.Open,
            LeaveCost = random.Next(3),
        }).ToList();
        var workloads = new List<Workload>();
        for (var w = 0; w < random.Next(2, 8); w++)
        {
            workloads.Add(new Workload
            {
                Id = $"w{w}",
                Demand = [.. Enumerable.Range(0, 2 * slots).Select(_ => (long)random.Next(0, 6))],
                Replicas = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => new Replica { Id = $"w{w}/{i}" })],
                MaxMoving = random.Next(3) == 0 ? random.Next(1, 3) : null,
                MayStopFirst = random.Next(3) == 0,
                MoveCost = random.Next(4),
            });
        }

        var rules = new List<PlacementRule>();
        string Any() => workloads[random.Next(workloads.Count)].Id;
        RuleStrictness Strictness() => (RuleStrictness)random.Next(3);
        for (var i = 0; i < random.Next(5); i++)
        {
            var (one, other) = (Any(), Any());
            rules.Add(random.Next(7) switch
            {
                0 => new ReplicaLimit { Workload = one, Max = random.Next(1, 3), Strictness = Strictness(), Label = random.Next(2) == 0 ? "rack" : null },
                1 => new Spread { Workload = one, Label = "rack", MinDomains = random.Next(1, workloads.First(w => w.Id == one).Replicas.Count + 1), Strictness = Strictness() },
                2 when one != other => new CoLocationLimit { Workload = one, Other = other, Max = random.Next(2), Strictness = Strictness() },
                3 when one != other => new Affinity { Workload = one, Other = other, Label = random.Next(2) == 0 ? "rack" : null, Strictness = Strictness() },
                4 => new NodeSelector { Workload = one, Label = "rack", Values = ["r0", "r1"], Strictness = random.Next(2) == 0 ? RuleStrictness.DoNotWorsen : RuleStrictness.Hard },
                5 when random.Next(4) == 0 => new Headroom { Label = random.Next(2) == 0 ? "rack" : null },
                _ => new ReplicaLimit { Workload = one, Max = 1 },
            });
        }

        var model = new ClusterModel
        {
            Resources = [ResourceDefinition.Cpu with { LoadWeight = 1 }, ResourceDefinition.Memory with { Transient = transient }],
            SlotCount = slots,
            Nodes = nodes,
            Workloads = workloads,
            Rules = rules,
        };

        // Two random fillings that keep every rule: the first becomes the start, the second the target.
        var start = Fill(model, random);
        var placed = 0;
        model = model with
        {
            Workloads = [.. workloads.Select(w => w with { Replicas = [.. w.Replicas.Select(r => r with { Node = start[placed++] is >= 0 and var n ? nodes[n].Id : null })] })],
        };
        var target = Fill(model, random);
        var limits = new MigrationLimits
        {
            MaxMovingPerWorkload = random.Next(1, 3),
            MaxStepsPerNode = random.Next(1, 5),
            MaxStepsPerWave = random.Next(1, 9),
            UnitsPerSecond = random.Next(1, 4),
            StartMilliseconds = random.Next(2) * 500,
        };
        return (model, new Assignment(target), limits.For(model));
    }

    /// <summary>Places replicas at random wherever the checker finds nothing worse than before.</summary>
    private static int[] Fill(ClusterModel model, Random random)
    {
        var problem = ProblemCompiler.Compile(model, new CompileOptions { UnplacedCost = 1_000_000 });
        var nodes = problem.Start().Nodes.ToArray();
        var isRestart = nodes.Any(n => n >= 0);
        var violations = AssignmentChecker.Check(problem, new Assignment(nodes)).Violations.Count;
        for (var step = 0; step < problem.ReplicaCount * (isRestart ? 8 : 3); step++)
        {
            var p = random.Next(problem.ReplicaCount);
            var before = nodes[p];
            nodes[p] = random.Next(problem.NodeCount);
            var q = random.Next(problem.ReplicaCount);
            var (other, swaps) = (nodes[q], isRestart && before >= 0 && random.Next(2) == 0);
            if (swaps && q != p)
            {
                nodes[q] = before;
            }

            var now = AssignmentChecker.Check(problem, new Assignment(nodes)).Violations.Count;
            if (now > violations)
            {
                nodes[q] = swaps && q != p ? other : nodes[q];
                nodes[p] = before;
            }
            else
            {
                violations = now;
            }
        }

        return nodes;
    }
}
