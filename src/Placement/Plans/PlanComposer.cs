using Placement.Model;
using Placement.Problems;

namespace Placement.Plans;

/// <summary>Turns a dense plan into a plan.json document: names, preconditions, reasons, undo, shares of the saving.</summary>
public static class PlanComposer
{
    /// <summary>Composes the document.</summary>
    /// <param name="model">The model; the problem is compiled from it.</param>
    /// <param name="proposal">The plan with its economics.</param>
    /// <param name="origin">Where the plan comes from: inputs, grade, solver, what the problem permits.</param>
    public static PlanDocument Compose(ClusterModel model, PlanProposal proposal, PlanOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(origin);
        var problem = proposal.Problem;
        var plan = proposal.Plan;
        var replicas = model.Workloads.SelectMany(w => w.Replicas).Select(r => r.Id).ToArray();
        var before = AssignmentChecker.Check(problem, plan.Start);
        var after = AssignmentChecker.Check(problem, plan.Target);
        var names = new StepNames(model, problem, plan, proposal.Limits, replicas);
        var waves = new List<PlanWave>();
        var id = 0;
        foreach (var wave in plan.Waves)
        {
            var steps = new List<PlanStep>();
            foreach (var step in wave.Steps)
            {
                steps.Add(names.Describe(step, ++id, proposal.Shares[id - 1], proposal.StepCosts[id - 1]));
            }

            waves.Add(new PlanWave { Number = waves.Count + 1, Milliseconds = wave.Milliseconds, Steps = steps });
        }

        var saving = PlanTotals.Running(PlanCost.From(before.Cost)) - PlanTotals.Running(PlanCost.From(after.Cost));
        var cost = proposal.StepCosts.Sum();
        return new PlanDocument
        {
            Version = PlanDocument.CurrentVersion,
            Snapshot = new PlanSnapshot { ModelSha256 = ModelFingerprint.Of(model), Inputs = origin.Inputs },
            DataGrade = origin.DataGrade,
            Solver = origin.Solver,
            Permitted = origin.Permitted,
            Limits = proposal.Limits,
            StartCost = PlanCost.From(before.Cost),
            TargetCost = PlanCost.From(after.Cost),
            Bound = origin.Bound,
            Summary = new PlanSummary
            {
                MovedReplicas = plan.MovedReplicas,
                Steps = plan.StepCount,
                ExtraHops = plan.ExtraHops,
                Waves = plan.Waves.Count,
                MakespanMilliseconds = plan.MakespanMilliseconds,
                NodesBefore = before.NodesInUse,
                NodesAfter = after.NodesInUse,
                SavingMicroDollarsPerHour = saving,
                MoveCostMicroDollars = cost,
                PaybackHours = Payback(cost, saving),
                ExposedReplicas = proposal.ExposedReplicas,
            },
            Target = [.. Enumerable.Range(0, problem.ReplicaCount).Where(p => plan.Target[p] >= 0).GroupBy(p => plan.Target[p]).OrderBy(g => g.Key)
                .Select(g => new NodePlacement { Node = model.Nodes[g.Key].Id, Replicas = [.. g.Select(p => replicas[p])] })],
            Unplaced = [.. Enumerable.Range(0, problem.ReplicaCount).Where(p => plan.Target[p] < 0).Select(p => replicas[p])],
            FreedNodes = [.. Freed(plan).Select(f => new FreedNode { Node = model.Nodes[f.Node].Id, AfterWave = f.Wave, PriceMicroDollarsPerHour = problem.Price(f.Node) })],
            Waves = waves,
            Kept = [.. proposal.Kept.Select(k => new KeptMove
            {
                Replica = replicas[k.Replica],
                Node = k.Node < 0 ? null : model.Nodes[k.Node].Id,
                Wanted = k.Wanted < 0 ? null : model.Nodes[k.Wanted].Id,
                Cause = k.Cause,
                IsProven = k.IsProven,
                Reason = PlanNames.Explain(k.Reason, model),
            })],
            Front = proposal.Front,
        };
    }

    internal static double? Payback(long cost, long savingPerHour) => savingPerHour <= 0 ? null : Math.Round((double)cost / savingPerHour, 3);

    /// <summary>Returns the nodes that the plan empties with the wave after which they are empty, in that order.</summary>
    internal static IEnumerable<(int Node, int Wave)> Freed(MigrationPlan plan)
    {
        var used = plan.Target.Nodes.ToArray().ToHashSet();
        var last = new SortedDictionary<int, int>();
        foreach (var node in plan.Start.Nodes.ToArray().Where(n => n >= 0 && !used.Contains(n)))
        {
            last[node] = 0;
        }

        foreach (var (wave, i) in plan.Waves.Select((w, i) => (w, i)))
        {
            foreach (var node in wave.Steps.SelectMany(s => new[] { s.From, s.To }).Where(last.ContainsKey))
            {
                last[node] = i + 1;
            }
        }

        return last.Select(f => (f.Key, f.Value)).OrderBy(f => f.Value).ThenBy(f => f.Key);
    }
}
