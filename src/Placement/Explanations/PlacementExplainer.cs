using Placement.Model;
using Placement.Problems;

namespace Placement.Explanations;

/// <summary>Explains single replicas of a plan: every verdict is the checker's, on the plan with that one replica elsewhere.</summary>
public static class PlacementExplainer
{
    /// <summary>Explains the replicas of a name.</summary>
    /// <param name="model">The fleet.</param>
    /// <param name="plan">Where everything is planned, one entry a replica of the model; a solver's answer. <see langword="null"/> when there is no plan: then the
    /// best plan that leaves replicas out is made with <see cref="ExplainOptions.Solver"/>, and today's assignment is explained without one.</param>
    /// <param name="name">A replica, or a workload for all of its replicas.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Means "forget it".</param>
    /// <returns>One explanation a replica; none when the model knows no such name.</returns>
    /// <exception cref="ProblemException">The model has faults.</exception>
    /// <exception cref="ArgumentException">The plan is for another number of replicas, or prices of rules are asked for without a solver.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<ReplicaExplanation> Explain(ClusterModel model, Assignment? plan, string name, ExplainOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(name);
        options ??= new();
        var problem = ProblemCompiler.Compile(model, options.Compile);
        var asked = model.Workloads.SelectMany(w => w.Replicas.Select(r => (Workload: w, Replica: r))).Index()
            .Where(r => r.Item.Replica.Id == name || r.Item.Workload.Id == name).ToList();
        if (asked.Count == 0)
        {
            return [];
        }

        var places = plan ?? PartialPlan(model, options, cancellationToken) ?? problem.Start();
        var prices = options.PriceRules
            ? RulePrices.Of(model, plan, plan is null ? null : AssignmentChecker.Check(problem, plan).Cost.Total, asked.Select(a => a.Item.Workload.Id).ToHashSet(StringComparer.Ordinal), options, cancellationToken)
            : [];
        return [.. asked.Select(a => Explain(new(model, problem, places, a.Index), a.Item.Replica, options, prices, cancellationToken))];
    }

    private static ReplicaExplanation Explain(ExplainedPlan plan, Replica replica, ExplainOptions options, IReadOnlyList<RulePrice> prices, CancellationToken cancellationToken)
    {
        var (model, problem) = (plan.Model, plan.Problem);
        var on = plan.Places.ToArray().Append(plan.Planned).ToHashSet();
        var verdicts = new List<NodeVerdict>(problem.NodeCount);
        var refused = new List<(int Node, IReadOnlyList<Violation> Caused)>();
        for (var node = 0; node < problem.NodeCount; node++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var caused = plan.Caused(plan.Check(node, []));
            verdicts.Add(new() { Node = model.Nodes[node].Id, IsOn = on.Contains(node), Against = [.. caused.Select(plan.InWords)] });
            if (node != plan.Planned && caused.Count > 0)
            {
                refused.Add((node, caused));
            }
        }

        return new()
        {
            Replica = replica.Id,
            Now = replica.Node,
            Planned = plan.Planned < 0 ? null : model.Nodes[plan.Planned].Id,
            Demand = [.. problem.Demand(plan.Replica).ToArray()],
            Nodes = verdicts,
            Move = Move(plan, problem.Origin(plan.Replica)),
            WouldFit = new MinimalChanges(plan, options, cancellationToken).Find(refused),
            Rules = prices,
        };
    }

    private static MoveReason? Move(ExplainedPlan plan, int origin)
    {
        if (origin < 0 || plan.Planned < 0 || origin == plan.Planned)
        {
            return null;
        }

        var staying = plan.Check(origin, []);
        return new() { StayingBreaks = [.. plan.Caused(staying).Select(plan.InWords)], Plan = plan.Check(plan.Planned, []).Cost, Staying = staying.Cost };
    }

    /// <summary>The plan that leaves the fewest replicas out, the important ones last.</summary>
    private static Assignment? PartialPlan(ClusterModel model, ExplainOptions options, CancellationToken cancellationToken)
    {
        // Dearer than the whole fleet: no replica is left out to save money.
        var cost = options.Compile.UnplacedCost ?? checked(1 + model.Nodes.Sum(n => n.PriceMicroDollarsPerHour));
        var problem = ProblemCompiler.Compile(model, options.Compile with { UnplacedCost = cost });
        return options.Solver?.Solve(problem, options.Solve with { Start = null }, cancellationToken).Assignment;
    }
}
