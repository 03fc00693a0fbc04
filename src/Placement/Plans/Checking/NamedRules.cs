using Placement.Model;
using Placement.Problems;

namespace Placement.Plans;

/// <summary>Judges the rules of a model on a fleet by names, and adds up the cost of the soft ones.</summary>
internal sealed class NamedRules(NamedFleet start, NamedFleet fleet, CompileOptions permitted, List<PlanFault> faults)
{
    private readonly ILookup<string, NodeSelector> _selectors = fleet.Model.Rules.OfType<NodeSelector>().ToLookup(r => r.Workload, StringComparer.Ordinal);
    private readonly ILookup<string, Pin> _pins = fleet.Model.Rules.OfType<Pin>().ToLookup(r => r.Workload, StringComparer.Ordinal);

    public long SoftCost { get; private set; }

    public void Judge()
    {
        var moves = 0;
        foreach (var (workload, replica) in fleet.Replicas())
        {
            JudgePlace(workload, replica);
            moves += fleet.HasMoved(replica) ? 1 : 0;
        }

        foreach (var rule in fleet.Model.Rules)
        {
            switch (rule)
            {
                case ReplicaLimit r:
                    JudgeLimit(r);
                    break;
                case Spread r:
                    JudgeSpread(r);
                    break;
                case CoLocationLimit r:
                    JudgeCoLocation(r);
                    break;
                case Affinity r:
                    JudgeAffinity(r);
                    break;
                case Headroom r:
                    JudgeHeadroom(r);
                    break;
                case MoveLimit r when moves > r.Max:
                    faults.Add(new(PlanFaultCode.Rule, $"{moves} replicas move, but the rule is: {r.Describe()}."));
                    break;
                default:
                    break;
            }
        }
    }

    private void JudgePlace(Workload workload, Replica replica)
    {
        if (fleet.NodeOf[replica.Id] is not { } id)
        {
            return;
        }

        var node = fleet.Nodes[id];
        var stays = replica.Node == id;
        if (node.State == NodeState.Draining || (node.State == NodeState.Cordoned && !stays))
        {
            Broken($"Replica '{replica.Id}' is on node '{id}', which is {(node.State == NodeState.Draining ? "draining" : "cordoned")}");
        }

        foreach (var taint in node.Taints.Where(t => !workload.Tolerations.Any(x => x.Covers(t))))
        {
            Broken($"Replica '{replica.Id}' is on node '{id}', whose taint '{taint}' workload '{workload.Id}' does not tolerate");
        }

        foreach (var rule in _selectors[workload.Id].Where(r => !(stays && r.Strictness == RuleStrictness.DoNotWorsen)))
        {
            if (!node.Labels.TryGetValue(rule.Label, out var value) || !rule.Values.Contains(value))
            {
                Broken($"Replica '{replica.Id}' is on node '{id}', but the rule is: {rule.Describe()}");
            }
        }

        foreach (var rule in _pins[workload.Id].Where(r => (r.Replica is null || r.Replica == replica.Id) && r.Node != id))
        {
            Broken($"Replica '{replica.Id}' is on node '{id}', but the rule is: {rule.Describe()}");
        }
    }

    private void JudgeLimit(ReplicaLimit rule)
    {
        var atStart = rule.Strictness == RuleStrictness.DoNotWorsen ? start.CountByDomain(rule.Workload, rule.Label) : [];
        foreach (var (domain, count) in fleet.CountByDomain(rule.Workload, rule.Label))
        {
            Excess(rule, count - Math.Max(rule.Max, atStart.GetValueOrDefault(domain)), $"'{domain}' holds {count} of '{rule.Workload}'");
        }
    }

    private void JudgeSpread(Spread rule)
    {
        var wanted = rule.Strictness == RuleStrictness.DoNotWorsen ? Math.Min(rule.MinDomains, start.CountByDomain(rule.Workload, rule.Label).Count) : rule.MinDomains;
        var actual = fleet.CountByDomain(rule.Workload, rule.Label).Count;
        Excess(rule, wanted - actual, $"'{rule.Workload}' lies in {actual} of {rule.Label}");
    }

    private void JudgeCoLocation(CoLocationLimit rule)
    {
        var others = fleet.CountByDomain(rule.Other, null);
        var hereAtStart = start.CountByDomain(rule.Workload, null);
        var otherAtStart = start.CountByDomain(rule.Other, null);
        foreach (var node in fleet.CountByDomain(rule.Workload, null).Keys)
        {
            var max = rule.Strictness == RuleStrictness.DoNotWorsen && hereAtStart.ContainsKey(node) ? Math.Max(rule.Max, otherAtStart.GetValueOrDefault(node)) : rule.Max;
            Excess(rule, others.GetValueOrDefault(node) - max, $"node '{node}' holds '{rule.Workload}' and {others.GetValueOrDefault(node)} of '{rule.Other}'");
        }
    }

    private void JudgeAffinity(Affinity rule)
    {
        List<string> Lacking(NamedFleet f)
        {
            var other = f.CountByDomain(rule.Other, rule.Label);
            return [.. f.CountByDomain(rule.Workload, rule.Label).Keys.Where(d => !other.ContainsKey(d))];
        }

        var atStart = rule.Strictness == RuleStrictness.DoNotWorsen ? Lacking(start) : [];
        foreach (var domain in Lacking(fleet).Except(atStart, StringComparer.Ordinal))
        {
            Excess(rule, 1, $"'{domain}' holds '{rule.Workload}' without '{rule.Other}'");
        }
    }

    private void JudgeHeadroom(Headroom rule)
    {
        var model = fleet.Model;
        for (var d = 0; d < model.Resources.Count * model.SlotCount; d++)
        {
            long Capacity(string node) => NamedCost.Capacity(permitted, start, fleet.Nodes[node], d);
            foreach (var lost in fleet.InUse.Where(n => fleet.Domain(n, rule.Label) is not null).GroupBy(n => fleet.Domain(n, rule.Label)!).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var gone = lost.ToHashSet(StringComparer.Ordinal);
                var missing = gone.Sum(n => fleet.Usage[n][d]) - fleet.InUse.Where(n => !gone.Contains(n)).Sum(n => Capacity(n) - fleet.Usage[n][d]);
                if (missing > 0)
                {
                    Broken($"The loss of '{lost.Key}' leaves {missing} {model.Resources[d / model.SlotCount].Unit} of {model.Resources[d / model.SlotCount].Name} without room, but the rule is: {rule.Describe()}");
                }
            }
        }
    }

    private void Excess(PlacementRule rule, long excess, string what)
    {
        if (excess <= 0)
        {
            return;
        }

        if (rule.Strictness == RuleStrictness.Soft)
        {
            SoftCost = checked(SoftCost + (rule.Weight * excess));
        }
        else
        {
            Broken($"{char.ToUpperInvariant(what[0])}{what[1..]}, but the rule is: {rule.Describe()}");
        }
    }

    private void Broken(string message) => faults.Add(new(PlanFaultCode.Rule, message + "."));
}
