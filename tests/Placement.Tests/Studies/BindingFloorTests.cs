using Placement.ConstraintModels;
using Placement.Model;
using Placement.Problems;
using Placement.Studies;

namespace Placement.Tests.Studies;

public sealed class BindingFloorTests
{
    private static IReadOnlyList<FloorPart> Floor(params PlacementRule[] rules)
    {
        // Six replicas of (1 core, 4 GB) on nodes of (8 cores, 8 GB): memory needs three nodes, CPU alone one.
        var model = new ClusterModel
        {
            Nodes = [.. Enumerable.Range(0, 6).Select(i => new Node { Id = $"n{i}", Capacity = [8000, 8], PriceMicroDollarsPerHour = 10, Labels = new Dictionary<string, string> { ["zone"] = $"z{i}" } })],
            Workloads = [new Workload { Id = "web", Demand = [1000, 4], Replicas = [.. Enumerable.Range(0, 6).Select(i => new Replica { Id = $"web/{i}", Node = $"n{i}" })] }],
            Rules = rules,
        };
        var options = new StudyOptions { Solver = new ConstraintSolver(), SensitivitySolve = new() { WorkLimit = 100 } };
        return BindingFloor.Of(model, options.Solver.Solve(ProblemCompiler.Compile(model), options.SensitivitySolve, TestContext.Current.CancellationToken), options, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Memory_binds_where_memory_alone_needs_the_nodes()
    {
        var floor = Floor();

        Assert.Equal(["cpu", "memory"], floor.Select(p => p.Name));
        Assert.Equal([false, true], floor.Select(p => p.IsBinding));
        Assert.Equal([3, 1], floor.Select(p => p.NodesWithout));
        Assert.True(floor[1].IsProven);
        Assert.Equal(["CPU alone needs 0.75 nodes", "memory alone needs 3 nodes"], floor.Select(p => p.Alone));
    }

    [Fact]
    public void A_spread_binds_where_it_alone_needs_the_nodes()
    {
        var floor = Floor(new Spread { Workload = "web", Label = "zone", MinDomains = 6 });
        var binding = Assert.Single(floor, p => p.IsBinding);

        Assert.Equal(("spread", 1, 3), (binding.Name, binding.Rules!.Value, binding.NodesWithout));
    }
}
