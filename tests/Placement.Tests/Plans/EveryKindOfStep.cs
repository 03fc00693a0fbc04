using Placement.Model;
using Placement.Plans;
using Placement.Problems;

namespace Placement.Tests.Plans;

/// <summary>A plan with every kind of step: a move, a hop, a stop first, a held copy, a first start and a last stop.</summary>
internal static class EveryKindOfStep
{
    private static readonly CompileOptions Permitted = new() { UnplacedCost = 1_000_000_000 };
    private static readonly Lazy<PlanDocument> Made = new(Make);

    public static PlanDocument Document => Made.Value;

    /// <summary>Full pairs a-b and e-f whose replicas change places, the first through the spare node and the second by stopping first; user follows base from c to d.</summary>
    public static ClusterModel Model { get; } = new()
    {
        Nodes = [.. new[] { ("a", 1000), ("b", 1000), ("c", 100), ("d", 100), ("e", 2000), ("f", 2000), ("spare", 1000) }.Select(n => new Node { Id = n.Item1, Capacity = [n.Item2, 1000] })],
        Workloads =
        [
            Of("big", 1000, ["a", "b"]),
            Of("base", 10, ["c"]),
            Of("user", 10, ["c"]),
            Of("batch", 2000, ["e", "f"]) with { MayStopFirst = true },
            Of("new", 10, [null]),
            Of("old", 10, ["c"]),
        ],
        Rules = [new Affinity { Workload = "user", Other = "base" }],
    };

    private static Workload Of(string id, long cpu, string?[] nodes) => new() { Id = id, Demand = [cpu, 10], MaxMoving = 2, Replicas = [.. nodes.Select((n, i) => new Replica { Id = $"{id}/{i}", Node = n })] };

    private static PlanDocument Make()
    {
        var problem = ProblemCompiler.Compile(Model, Permitted);
        var limits = new MigrationLimits().For(Model);
        var plan = MigrationPlanner.Plan(problem, new Assignment([1, 0, 3, 3, 5, 4, 2, -1]), limits, cancellationToken: CancellationToken.None);
        Assert.Empty(plan.Kept);
        Assert.Empty(StepChecker.Check(problem, plan, limits).Faults);
        var proposal = new PlanProposal { Problem = problem, Plan = plan, Limits = limits, Shares = new long[plan.StepCount], StepCosts = new long[plan.StepCount], Kept = [], ExposedReplicas = 0 };
        return PlanComposer.Compose(Model, proposal, new PlanOrigin { Permitted = Permitted });
    }
}
