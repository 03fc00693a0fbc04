using Placement.Bounds;
using Placement.Model;
using Placement.Problems;

namespace Placement.Plans;

/// <summary>Verifies a plan.json against its cluster model, without a solver: places, capacity, rules, costs, totals, the bound's certificate, and every prefix of the steps.</summary>
/// <remarks>Target and costs are judged by names from the model alone; the steps are replayed by <see cref="StepChecker"/>.</remarks>
public static class PlanChecker
{
    /// <summary>Verifies a plan.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="model">The model it was made from.</param>
    /// <exception cref="ProblemException">The model contradicts itself; every fault is listed.</exception>
    public static PlanCheckResult Check(PlanDocument document, ClusterModel model)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(model);
        var problem = ProblemCompiler.Compile(model, document.Permitted);
        var faults = new List<PlanFault>();
        if (ModelFingerprint.Of(model) is var fingerprint && fingerprint != document.Snapshot.ModelSha256)
        {
            faults.Add(new(PlanFaultCode.Snapshot, $"The plan was made from a model with SHA-256 {document.Snapshot.ModelSha256}; this model has {fingerprint}. Something changed since: plan again."));
        }

        var places = PlanNames.Places(document, model, faults);
        if (faults.Exists(f => f.Code == PlanFaultCode.UnknownName))
        {
            return new() { Faults = faults };
        }

        var start = NamedFleet.AtStart(model);
        var fleet = new NamedFleet(model, places);
        JudgeCapacity(start, fleet, document.Permitted, faults);
        var atStart = new NamedRules(start, start, document.Permitted, []);
        atStart.Judge();
        var rules = new NamedRules(start, fleet, document.Permitted, faults);
        rules.Judge();
        var startCost = NamedCost.Of(start, start, document.Permitted, atStart.SoftCost);
        var cost = NamedCost.Of(start, fleet, document.Permitted, rules.SoftCost);
        CompareCost("start", document.StartCost, startCost, faults);
        CompareCost("target", document.TargetCost, cost, faults);
        if (document.Bound.Value > cost.Total)
        {
            faults.Add(new(PlanFaultCode.Bound, $"The bound {document.Bound.Value} ({document.Bound.Explanation}) is above the cost {cost.Total} of the target."));
        }

        if (document.Bound.Certificate is not null && !CertificateCheck.Proves(problem, document.Bound, out var fault))
        {
            faults.Add(new(PlanFaultCode.Bound, $"The bound's certificate does not hold. {fault}"));
        }

        var steps = 0;
        if (PlanNames.Steps(document, model, places, faults) is { } plan)
        {
            PlanTotals.Check(document, start, fleet, startCost, cost, faults);
            var verdict = StepChecker.Check(problem, plan, document.Limits.For(model));
            steps = verdict.PrefixesJudged;
            faults.AddRange(verdict.Faults.Select(f => new PlanFault(PlanFaultCode.UnsafeStep, $"{(f.Step > 0 ? $"Step {f.Step}" : f.Wave > 0 ? $"Wave {f.Wave}" : "After the last step")}, {f.Code}: {PlanNames.Explain(f.Message, model)}")));
        }

        return new() { Faults = faults, StartCost = startCost, TargetCost = cost, PrefixesJudged = steps };
    }

    private static void JudgeCapacity(NamedFleet start, NamedFleet fleet, CompileOptions permitted, List<PlanFault> faults)
    {
        var model = fleet.Model;
        var leaving = fleet.Replicas().Where(x => fleet.HasMoved(x.Replica)).ToLookup(x => x.Replica.Node!, StringComparer.Ordinal);
        foreach (var node in model.Nodes)
        {
            for (var d = 0; d < model.Resources.Count * model.SlotCount; d++)
            {
                var resource = model.Resources[d / model.SlotCount];
                var capacity = NamedCost.Capacity(permitted, start, node, d);
                var usage = fleet.Usage[node.Id][d];
                var charged = resource.Transient ? usage + leaving[node.Id].Sum(x => (x.Replica.Demand ?? x.Workload.Demand)[d]) : usage;
                if (charged > capacity)
                {
                    faults.Add(new(PlanFaultCode.Capacity, $"Node '{node.Id}' is charged {AmountText.Exact(charged, resource.Unit)} of {resource.Name}{(model.SlotCount > 1 ? $" in time slot {(d % model.SlotCount) + 1}" : "")}{(usage <= capacity ? " while replicas move" : "")}; it may hold {AmountText.Exact(capacity, resource.Unit)}."));
                }
            }
        }
    }

    private static void CompareCost(string which, PlanCost written, PlanCost actual, List<PlanFault> faults)
    {
        foreach (var (term, claims, costs) in new[]
        {
            ("nodes", written.Nodes, actual.Nodes), ("load", written.Load, actual.Load), ("balance", written.Balance, actual.Balance),
            ("replica moves", written.ReplicaMoves, actual.ReplicaMoves), ("workload moves", written.WorkloadMoves, actual.WorkloadMoves), ("node moves", written.NodeMoves, actual.NodeMoves),
            ("unplaced", written.Unplaced, actual.Unplaced), ("soft rules", written.SoftRules, actual.SoftRules), ("total", written.Total, actual.Total),
        })
        {
            if (claims != costs)
            {
                faults.Add(new(PlanFaultCode.WrongCost, $"The plan says that the {term} of the {which} cost {claims} micro-dollars an hour; the model says {costs}."));
            }
        }
    }
}
