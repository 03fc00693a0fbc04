using CsCheck;
using Placement.Model;
using Placement.Problems;
using Placement.Solving;
using Placement.Studies;

namespace Placement.Tests.Studies;

public sealed class ReplicaSwapTests
{
    private static ClusterModel Fleet(params (string Id, int[] Nodes)[] workloads) => new()
    {
        Nodes = [.. Enumerable.Range(0, 6).Select(n => new Node { Id = $"n{n}", Capacity = [100, 100], PriceMicroDollarsPerHour = 1 + n, Labels = new Dictionary<string, string> { ["zone"] = $"z{n % 3}" } })],
        Workloads = [.. workloads.Select(w => new Workload { Id = w.Id, Demand = [1, 1], Replicas = [.. w.Nodes.Select((n, i) => new Replica { Id = $"{w.Id}/{i}", Node = n < 0 ? null : $"n{n}" })] })],
        Rules = [.. workloads.Where(w => w.Nodes.Length > 1).Select(w => new Spread { Workload = w.Id, Label = "zone", MinDomains = 1 })],
    };

    private static Assignment Apply(PlacementProblem problem, Assignment plan) =>
        FewerMoves.Apply(problem, SolveResult.Judge(problem, plan, Bound.Zero, "test", TimeSpan.Zero)).Assignment!;

    [Fact]
    public void A_replica_stays_where_another_of_its_workload_was_sent()
    {
        // 0 -> 1 and 1 -> 2 is the same as 0 -> 2 with 1 staying.
        var problem = ProblemCompiler.Compile(Fleet(("web", [0, 1])));

        Assert.Equal([2, 1], Apply(problem, new Assignment([1, 2])).Nodes.ToArray());
    }

    [Fact]
    public void A_replica_moves_within_its_zone_where_it_can()
    {
        // Zones of nodes 0..5: 0 1 2 0 1 2. From 0 and 1 to 4 (zone 1) and 3 (zone 0).
        var problem = ProblemCompiler.Compile(Fleet(("web", [0, 1])));

        Assert.Equal([3, 4], Apply(problem, new Assignment([4, 3])).Nodes.ToArray());
    }

    [Fact]
    public void Matching_keeps_the_nodes_of_each_workload_and_never_adds_moves()
    {
        var cases =
            from origin in Gen.Int[-1, 5].Array[7]
            from target in Gen.Int[0, 5].Array[7]
            select (origin, target);

        cases.Sample(c =>
        {
            var problem = ProblemCompiler.Compile(Fleet(("a", c.origin[..4]), ("b", c.origin[4..])));
            var before = new Assignment(c.target);
            var after = Apply(problem, before);

            Assert.Equal(c.target[..4].Order(), after.Nodes[..4].ToArray().Order());
            Assert.Equal(c.target[4..].Order(), after.Nodes[4..].ToArray().Order());
            Assert.True(AssignmentChecker.Check(problem, after).Moves <= AssignmentChecker.Check(problem, before).Moves);
            Assert.True(AssignmentChecker.Check(problem, after).IsFeasible);
        });
    }
}
