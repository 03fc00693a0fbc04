using Placement.Model;
using Placement.Problems;

namespace Placement.Tests.Problems;

public sealed class ProblemCompilerTests
{
    private static Node Machine(string id, string zone, params Taint[] taints) => new()
    {
        Id = id,
        Capacity = [4000, 8],
        PriceMicroDollarsPerHour = 100,
        Labels = new Dictionary<string, string> { ["zone"] = zone },
        Taints = taints,
    };

    private static Workload Service(string id, params string?[] nodes) => new()
    {
        Id = id,
        Demand = [1000, 2],
        Replicas = [.. nodes.Select((n, i) => new Replica { Id = $"{id}/{i}", Node = n })],
    };

    private static ClusterModel Fleet(params PlacementRule[] rules) => new()
    {
        Nodes = [Machine("n0", "a"), Machine("n1", "b"), Machine("n2", "b", new Taint { Key = "gpu" })],
        Workloads = [Service("web", "n0", "n1"), Service("db", "n1")],
        Rules = rules,
    };

    private static string[] Faults(ClusterModel model) => [.. Assert.Throws<ProblemException>(() => ProblemCompiler.Compile(model)).Faults];

    [Fact]
    public void Names_become_indices_in_the_order_of_the_model()
    {
        var problem = ProblemCompiler.Compile(Fleet());

        Assert.Equal((3, 3, 2, 1), (problem.NodeCount, problem.ReplicaCount, problem.WorkloadCount, problem.DemandClassCount));
        Assert.Equal([0, 1, 1], problem.Start().Nodes.ToArray());
        Assert.Equal([2], problem.Replicas(1).ToArray());
    }

    [Fact]
    public void A_taint_keeps_out_who_does_not_tolerate_it()
    {
        var model = Fleet();
        var tolerant = model with { Workloads = [model.Workloads[0] with { Tolerations = [new Toleration { Key = "gpu" }] }, model.Workloads[1]] };
        var problem = ProblemCompiler.Compile(tolerant);

        Assert.True(problem.IsEligible(0, 2));
        Assert.False(problem.IsEligible(2, 2));
    }

    [Fact]
    public void A_cordoned_node_keeps_what_it_has_and_a_draining_one_does_not()
    {
        var model = Fleet();
        PlacementProblem With(NodeState state) => ProblemCompiler.Compile(model with { Nodes = [model.Nodes[0], model.Nodes[1] with { State = state }, model.Nodes[2]] });

        Assert.True(With(NodeState.Cordoned).IsEligible(1, 1));
        Assert.False(With(NodeState.Cordoned).IsEligible(0, 1));
        Assert.False(With(NodeState.Draining).IsEligible(1, 1));
    }

    [Fact]
    public void Rules_keep_their_meaning()
    {
        var problem = ProblemCompiler.Compile(Fleet(
            new ReplicaLimit { Workload = "web", Max = 1 },
            new Spread { Workload = "web", Label = "zone", MinDomains = 2 },
            new NodeSelector { Workload = "db", Label = "zone", Values = ["b"] },
            new Pin { Workload = "web", Replica = "web/1", Node = "n1" },
            new CoLocationLimit { Workload = "web", Other = "db" },
            new Affinity { Workload = "db", Other = "web", Label = "zone" },
            new Headroom(),
            new MoveLimit { Max = 1 }));

        Assert.Equal(new DomainLimit(0, -1, 1), Assert.Single(problem.DomainLimits));
        Assert.Equal(new DomainSpread(0, 0, 2), Assert.Single(problem.Spreads));
        Assert.False(problem.IsEligible(2, 0));
        Assert.False(problem.IsEligible(1, 0));
        Assert.Equal(new NodeCoLocation(0, 1, 0), Assert.Single(problem.CoLocations));
        Assert.Equal(new DomainDependency(1, 0, 0), Assert.Single(problem.Dependencies));
        Assert.Equal([-1], problem.HeadroomLevels);
        Assert.Equal(1, problem.MaxMoves);
    }

    [Fact]
    public void Each_fault_is_named_with_its_value_and_rule()
    {
        var model = Fleet(new Spread { Workload = "web", Label = "row", MinDomains = 3 }, new Pin { Workload = "cache", Node = "n0" });
        var faults = Faults(model with { Nodes = [.. model.Nodes, model.Nodes[0]], Workloads = [.. model.Workloads, Service("mail", "n9")] });

        Assert.Contains("The node 'n0' is listed 2 times; names must be unique.", faults);
        Assert.Contains("Replica 'mail/0' runs on node 'n9', which the model does not have. Maybe the snapshot is older than the node list.", faults);
        Assert.Contains("The rule 'web in at least 3 of row' names the label 'row', which no node carries.", faults);
        Assert.Contains("The rule 'web in at least 3 of row' asks for 3 domains; with 2 replicas it must be from 1 to 2.", faults);
        Assert.Contains("The rule 'cache on n0' names the workload 'cache', which the model does not have.", faults);
    }

    [Fact]
    public void Two_pins_of_one_replica_contradict() =>
        Assert.Contains("'db' is pinned to 'n0' and 'n1'; keep one of the pins.", Faults(Fleet(new Pin { Workload = "db", Node = "n0" }, new Pin { Workload = "db", Node = "n1" })));

    [Fact]
    public void An_amount_that_would_overflow_is_refused()
    {
        var model = Fleet();
        var faults = Faults(model with { Nodes = [model.Nodes[0] with { Capacity = [long.MaxValue / 2, 8] }, .. model.Nodes.Skip(1)] });

        Assert.Contains("does not fit in 64 bits", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_nodes_is_refused() => Assert.Contains("The model has no nodes; there is nothing to place on.", Faults(Fleet() with { Nodes = [], Workloads = [] }));

    [Fact]
    public void Slots_are_laid_out_resource_by_resource()
    {
        var model = Fleet() with { SlotCount = 2, Workloads = [Service("web", "n0") with { Demand = [1000, 2000, 2, 3] }] };
        var problem = ProblemCompiler.Compile(model);

        Assert.Equal([1000, 2000, 2, 3], problem.Demand(0).ToArray());
        Assert.Equal([4000, 4000, 8, 8], problem.Capacity(0).ToArray());
    }
}
