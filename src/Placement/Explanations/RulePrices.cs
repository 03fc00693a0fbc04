using Placement.Model;
using Placement.Problems;

namespace Placement.Explanations;

/// <summary>Solves again without each rule of some workloads.</summary>
internal static class RulePrices
{
    public static IReadOnlyList<RulePrice> Of(ClusterModel model, Assignment? plan, long? cost, IReadOnlySet<string> workloads, ExplainOptions options, CancellationToken cancellationToken)
    {
        var solver = options.Solver ?? throw new ArgumentException("The price of a rule needs a solver: set ExplainOptions.Solver.", nameof(options));
        var prices = new List<RulePrice>();
        foreach (var rule in model.Rules.Where(r => Binds(r, workloads)))
        {
            var problem = ProblemCompiler.Compile(model with { Rules = [.. model.Rules.Where(r => !ReferenceEquals(r, rule))] }, options.Compile);
            var without = solver.Solve(problem, options.Solve with { Start = plan }, cancellationToken);
            prices.Add(new() { Rule = rule.Describe(), With = cost, Without = without.Check?.Cost.Total, BoundWithout = without.Bound.Value });
        }

        return prices;
    }

    private static bool Binds(PlacementRule rule, IReadOnlySet<string> workloads) => rule switch
    {
        ReplicaLimit r => workloads.Contains(r.Workload),
        Spread r => workloads.Contains(r.Workload),
        NodeSelector r => workloads.Contains(r.Workload),
        Pin r => workloads.Contains(r.Workload),
        CoLocationLimit r => workloads.Contains(r.Workload) || workloads.Contains(r.Other),
        Affinity r => workloads.Contains(r.Workload) || workloads.Contains(r.Other),
        Headroom or MoveLimit => true,
        _ => false,
    };
}
