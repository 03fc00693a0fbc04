namespace Placement.Plans;

/// <summary>Judges that the totals, numbers and shares of a plan.json follow from its steps and costs.</summary>
internal static class PlanTotals
{
    public static void Check(PlanDocument document, NamedFleet start, NamedFleet fleet, PlanCost startCost, PlanCost cost, List<PlanFault> faults)
    {
        var steps = document.Waves.SelectMany(w => w.Steps).ToList();
        var summary = document.Summary;
        var demand = fleet.Replicas().ToDictionary(x => x.Replica.Id, x => x.Replica.Demand ?? x.Workload.Demand, StringComparer.Ordinal);
        var saving = Running(startCost) - Running(cost);
        Expect("moved replicas", summary.MovedReplicas, fleet.Replicas().Count(x => fleet.NodeOf[x.Replica.Id] != x.Replica.Node));
        Expect("steps", summary.Steps, steps.Count);
        Expect("extra hops", summary.ExtraHops, steps.Count(s => s.Reason == StepReason.BreaksCycle));
        Expect("waves", summary.Waves, document.Waves.Count);
        Expect("makespan in milliseconds", summary.MakespanMilliseconds, document.Waves.Sum(w => w.Milliseconds));
        Expect("nodes in use before", summary.NodesBefore, start.InUse.Count);
        Expect("nodes in use after", summary.NodesAfter, fleet.InUse.Count);
        Expect("saving in micro-dollars an hour", summary.SavingMicroDollarsPerHour, saving);
        Expect("shares of the saving together", steps.Sum(s => s.SavingMicroDollarsPerHour), steps.Count == 0 ? 0 : saving);
        Expect("cost of the steps in micro-dollars", summary.MoveCostMicroDollars, steps.Sum(s => s.CostMicroDollars));
        var copies = fleet.Replicas().ToDictionary(x => x.Replica.Id, x => x.Replica.Node is { } node ? new List<string> { node } : [], StringComparer.Ordinal);
        for (var i = 0; i < steps.Count; i++)
        {
            Expect($"number of step {i + 1}", steps[i].Id, i + 1);
            var (undo, step) = (steps[i].Undo, steps[i]);
            var reversed = step.Kind switch { StepKind.Start => StepKind.Stop, StepKind.Stop => StepKind.Start, _ => StepKind.Move };
            if (undo.Kind != reversed || undo.From != step.To || undo.To != step.From)
            {
                faults.Add(new(PlanFaultCode.UnsafeStep, $"Step {step.Id}: its undo ({undo.Kind} from '{undo.From}' to '{undo.To}') does not take it back."));
            }

            if (PreconditionCheck.Missing(step, copies[step.Replica], fleet.Model, demand[step.Replica]) is { } missing)
            {
                faults.Add(new(PlanFaultCode.UnsafeStep, $"Step {step.Id} does not demand that {missing}."));
            }

            if (step.From is { } left)
            {
                copies[step.Replica].Remove(left);
            }

            if (step.To is { } taken)
            {
                copies[step.Replica].Add(taken);
            }
        }

        for (var i = 0; i < document.Waves.Count; i++)
        {
            Expect($"number of wave {i + 1}", document.Waves[i].Number, i + 1);
        }

        var freed = start.InUse.Except(fleet.InUse, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (!freed.SequenceEqual(document.FreedNodes.Select(n => n.Node).Order(StringComparer.Ordinal)))
        {
            faults.Add(new(PlanFaultCode.WrongTotal, $"The plan says that it frees [{string.Join(", ", document.FreedNodes.Select(n => n.Node))}]; it frees [{string.Join(", ", freed)}]."));
        }

        foreach (var node in document.FreedNodes.Where(n => fleet.Nodes.ContainsKey(n.Node)))
        {
            Expect($"price of the freed node '{node.Node}'", node.PriceMicroDollarsPerHour, fleet.Nodes[node.Node].PriceMicroDollarsPerHour);
            var last = document.Waves.LastOrDefault(w => w.Steps.Any(s => s.From == node.Node || s.To == node.Node))?.Number ?? 0;
            Expect($"wave after which '{node.Node}' is free", node.AfterWave, last);
        }

        void Expect(string what, long written, long actual)
        {
            if (written != actual)
            {
                faults.Add(new(PlanFaultCode.WrongTotal, $"The plan says that the {what} is {written}; it is {actual}."));
            }
        }
    }

    /// <summary>The part of a cost that is paid hour by hour: all of it but the moves.</summary>
    public static long Running(PlanCost cost) => cost.Nodes + cost.Load + cost.Balance + cost.Unplaced + cost.SoftRules;
}
