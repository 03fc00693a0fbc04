using Placement.Model;
using Placement.Plans;
using Placement.Portfolio;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Scheduling.Optimising;

/// <summary>Finds the fewest nodes that hold the fleet, within the budget of moves, and an order of moves that is safe.</summary>
internal static class FleetPacker
{
    // A node weighs as much as ten thousand moves, so moves only break ties: nothing moves unless a node becomes empty.
    private const long NodePrice = 10_000;

    /// <summary>Plans one round; a plan that frees too few nodes is none.</summary>
    public static PackingPlan Plan(PackingRequest request, OptimiserOptions options, CancellationToken cancellationToken)
    {
        var model = Model(request, options);
        if (model.Workloads.Count == 0 || model.Nodes.Count == 0)
        {
            return PackingPlan.Nothing;
        }

        var problem = ProblemCompiler.Compile(model, new CompileOptions { CapacityMayStayBroken = true });
        var solved = new PortfolioSolver().Solve(problem, new SolveOptions { TimeLimit = options.TimeLimit, Threads = 1 }, cancellationToken);
        if (solved.Assignment is not { } target || solved.Check is not { IsFeasible: true })
        {
            return PackingPlan.Nothing;
        }

        var origin = new Assignment(Enumerable.Range(0, problem.ReplicaCount).Select(problem.Origin).ToArray());
        var freed = origin.CountNodesInUse() - target.CountNodesInUse();
        if (freed < options.LeastNodesFreed)
        {
            return PackingPlan.Nothing;
        }

        var plan = MigrationPlanner.Plan(problem, target, new MigrationLimits { MaxMovingPerWorkload = 1 }, new MigrationOptions { EmptiesNodesFirst = true }, cancellationToken);
        var replicas = model.Workloads.SelectMany(w => w.Replicas).ToArray();
        return plan.Kept.Count > 0
            ? PackingPlan.Nothing // without all of its moves the plan would move replicas and free nothing
            : new PackingPlan([.. plan.Waves.SelectMany(w => w.Steps).Where(s => s.To >= 0).Select(s => new PlannedMove(replicas[s.Replica].Id, model.Nodes[s.To].Id))], freed);
    }

    private static ClusterModel Model(PackingRequest request, OptimiserOptions options)
    {
        var rules = new List<PlacementRule> { new MoveLimit { Max = options.MaxMoves } };
        var workloads = new List<Workload>();
        foreach (var (spec, replicas) in request.Services.Where(s => s.Replicas.Count > 0))
        {
            workloads.Add(new Workload
            {
                Id = spec.Name,
                Demand = [spec.CpuMillicores, spec.MemoryBytes],
                Tolerations = spec.Tolerations,
                Priority = spec.Priority,
                MoveCost = 1,
                MaxMoving = 1,
                Replicas = [.. replicas.Select(r => new Replica { Id = r.Id, Node = r.NodeId, Demand = [r.CpuMillicores, r.MemoryBytes] })],
            });
            rules.AddRange(RulesOf(spec, replicas, request.Nodes));
        }

        return new ClusterModel
        {
            Nodes = [.. request.Nodes.Select(n => new Node
            {
                Id = n.Report.NodeId,
                Capacity = [n.Report.CpuMillicores, n.Report.MemoryBytes],
                PriceMicroDollarsPerHour = NodePrice,
                Labels = n.Report.Labels,
                Taints = n.Report.Taints,
                State = n.Open ? NodeState.Open : NodeState.Cordoned,
            })],
            Workloads = workloads,
            Rules = rules,
        };
    }

    private static IEnumerable<PlacementRule> RulesOf(ServiceSpec spec, IReadOnlyList<PackingReplica> replicas, IReadOnlyList<PackingNode> nodes)
    {
        foreach (var replica in replicas.Where(r => !r.Movable))
        {
            yield return new Pin { Workload = spec.Name, Replica = replica.Id, Node = replica.NodeId };
        }

        if (spec.SelfAntiAffinity)
        {
            yield return new ReplicaLimit { Workload = spec.Name, Max = 1 };
        }

        foreach (var (label, value) in spec.NodeSelector.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            yield return new NodeSelector { Workload = spec.Name, Label = label, Values = [value] };
        }

        var home = nodes.ToDictionary(n => n.Report.NodeId, n => n.Report.Labels, StringComparer.Ordinal);
        foreach (var spread in spec.Spread)
        {
            // The spread may not get worse than it is; the scheduler judges each move once more, exactly.
            var domains = replicas.Where(r => home[r.NodeId].ContainsKey(spread.Label)).CountBy(r => home[r.NodeId][spread.Label]).ToList();
            if (domains.Count > 0)
            {
                yield return new Spread { Workload = spec.Name, Label = spread.Label, MinDomains = Math.Min(spread.MinDomains, domains.Count) };
                if (spread.MaxSkew < int.MaxValue)
                {
                    yield return new ReplicaLimit { Workload = spec.Name, Label = spread.Label, Max = domains.Max(d => d.Value) };
                }
            }
        }
    }
}
