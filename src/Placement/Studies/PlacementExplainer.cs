using System.Globalization;
using Placement.Model;
using Placement.Problems;

namespace Placement.Studies;

/// <summary>Explains single replicas of a study: every verdict is the checker's, on the plan with that one replica elsewhere.</summary>
public static class PlacementExplainer
{
    private const int MostSuggestions = 5;

    /// <summary>Explains the replicas of a name.</summary>
    /// <param name="study">The study.</param>
    /// <param name="name">A replica, or a workload for all of its replicas.</param>
    /// <param name="priceRules">Whether to solve again without each rule of the workload, under <see cref="StudyOptions.SensitivitySolve"/>.</param>
    /// <param name="cancellationToken">Means "forget it".</param>
    /// <returns>One explanation a replica; none when the study knows no such name.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<ReplicaExplanation> Explain(StudyResult study, string name, bool priceRules = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(name);
        var replicas = study.Model.Workloads.SelectMany(w => w.Replicas.Select(r => (Workload: w, Replica: r))).ToList();
        var asked = replicas.Index().Where(r => r.Item.Replica.Id == name || r.Item.Workload.Id == name).ToList();
        var prices = priceRules ? PricesOf(study, asked.Select(a => a.Item.Workload.Id).Distinct(StringComparer.Ordinal).ToList(), cancellationToken) : [];
        return [.. asked.Select(a => Explain(study, a.Index, a.Item.Replica, prices, cancellationToken))];
    }

    private static ReplicaExplanation Explain(StudyResult study, int index, Replica replica, IReadOnlyList<RulePrice> prices, CancellationToken cancellationToken)
    {
        var problem = study.Problem;
        var places = (study.Solved.Assignment ?? study.After.Assignment).Nodes.ToArray();
        var planned = places[index];
        var on = places.Where(n => n >= 0).ToHashSet();
        places[index] = Assignment.Unplaced;
        var known = Keys(AssignmentChecker.Check(problem, new Assignment(places)).Violations);
        var verdicts = new List<NodeVerdict>(problem.NodeCount);
        var changes = new List<(decimal Size, string Text)>();
        for (var node = 0; node < problem.NodeCount; node++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            places[index] = node;
            var violations = AssignmentChecker.Check(problem, new Assignment(places)).Violations;
            var caused = violations.Where(v => v.Code != ReasonCode.Unplaced && !known.Contains(Key(v))).ToList();
            verdicts.Add(new() { Node = study.Model.Nodes[node].Id, IsOn = on.Contains(node), Against = [.. caused.Select(v => InWords(study.Model, problem, v))] });
            if (node != planned && caused is [var only])
            {
                changes.Add(Change(study.Model, problem, only, node));
            }
        }

        return new()
        {
            Replica = replica.Id,
            Now = replica.Node,
            Planned = study.Solved.Assignment is null || planned < 0 ? null : study.Model.Nodes[planned].Id,
            Demand = [.. problem.Demand(index).ToArray()],
            Nodes = verdicts,
            WouldFit = [.. changes.OrderBy(c => c.Size).Take(MostSuggestions).Select(c => c.Text)],
            Rules = prices,
        };
    }

    private static HashSet<(ReasonCode, int, int, string)> Keys(IReadOnlyList<Violation> violations) => [.. violations.Select(Key)];

    private static (ReasonCode, int, int, string) Key(Violation v) => v.Node >= 0 && v.Dimension >= 0 ? (v.Code, v.Node, v.Dimension, "") : (v.Code, v.Node, v.Dimension, v.Message);

    private static string Amount(ResourceDefinition resource, long amount) => resource.Unit == "bytes"
        ? string.Create(CultureInfo.InvariantCulture, $"{amount / (double)(1L << 30):0.##} GiB of {resource.Name}")
        : string.Create(CultureInfo.InvariantCulture, $"{amount:#,##0} {resource.Unit} of {resource.Name}");

    private static string InWords(ClusterModel model, PlacementProblem problem, Violation v) => v.Code switch
    {
        ReasonCode.Capacity or ReasonCode.TransientCapacity when v.Dimension >= 0 => $"{Amount(model.Resources[v.Dimension / problem.SlotCount], v.Amount)} too little",
        ReasonCode.NotEligible => "a selector, a taint or the node's state forbids it",
        ReasonCode.Pinned => "pinned to another node",
        ReasonCode.DomainLimit => "too many replicas of its workload on the node or in its domain",
        ReasonCode.Spread => "its workload would lie in too few domains",
        ReasonCode.CoLocation => "kept apart from a workload on the node",
        ReasonCode.Dependency => "a workload that is needed beside it is absent",
        ReasonCode.Headroom => "the rest could not absorb the loss of a node",
        _ => v.Message,
    };

    private static (decimal Size, string Text) Change(ClusterModel model, PlacementProblem problem, Violation v, int node)
    {
        var name = model.Nodes[node].Id;
        if (v.Code == ReasonCode.Capacity && v.Node == node && v.Dimension >= 0)
        {
            var capacity = problem.Capacity(node)[v.Dimension];
            return ((decimal)v.Amount / Math.Max(1, capacity), $"{Amount(model.Resources[v.Dimension / problem.SlotCount], v.Amount)} more on {name}");
        }

        // Lifting a rule is listed after every change of capacity under a whole node.
        return (1, $"on {name}, if this did not hold: {InWords(model, problem, v)}");
    }

    private static List<RulePrice> PricesOf(StudyResult study, List<string> workloads, CancellationToken cancellationToken)
    {
        var prices = new List<RulePrice>();
        var with = study.Solved.Check?.Cost.Total;
        foreach (var rule in study.Model.Rules.Where(r => workloads.Exists(w => Binds(r, w))))
        {
            var without = study.Options.Solver.Solve(
                ProblemCompiler.Compile(study.Model with { Rules = [.. study.Model.Rules.Where(r => !ReferenceEquals(r, rule))] }),
                study.Options.SensitivitySolve with { Start = study.Solved.Assignment },
                cancellationToken);
            prices.Add(new() { Rule = rule.Describe(), With = with, Without = without.Check?.Cost.Total, BoundWithout = without.Bound.Value });
        }

        return prices;
    }

    private static bool Binds(PlacementRule rule, string workload) => rule switch
    {
        ReplicaLimit r => r.Workload == workload,
        Spread r => r.Workload == workload,
        NodeSelector r => r.Workload == workload,
        Pin r => r.Workload == workload,
        CoLocationLimit r => r.Workload == workload || r.Other == workload,
        Affinity r => r.Workload == workload || r.Other == workload,
        Headroom => true,
        _ => false,
    };
}
