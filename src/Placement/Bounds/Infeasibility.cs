using Placement.Problems;

namespace Placement.Bounds;

/// <summary>Simple proofs that no assignment keeps every hard rule; each names what cannot be.</summary>
internal static class Infeasibility
{
    private const int MaxReasons = 100;

    /// <summary>The reasons found; empty proves nothing.</summary>
    public static IReadOnlyList<Violation> Find(PlacementProblem problem) =>
        problem.MayLeaveUnplaced ? [] : [.. Totals(problem).Concat(Homeless(problem)).Concat(Crowded(problem)).Take(MaxReasons)];

    /// <summary>More demand than the fleet has.</summary>
    private static IEnumerable<Violation> Totals(PlacementProblem problem)
    {
        for (var d = 0; d < problem.DimensionCount; d++)
        {
            var demand = ResourceBounds.Demand(problem, d);
            var capacity = 0L;
            for (var n = 0; n < problem.NodeCount; n++)
            {
                capacity += problem.Capacity(n)[d];
            }

            if (demand > capacity)
            {
                yield return new(ReasonCode.Capacity, demand - capacity, $"All replicas together need {problem.Names.Amount(demand, d, problem.SlotCount)} of {problem.Names.Dimension(d, problem.SlotCount)}; all nodes together may hold {problem.Names.Amount(capacity, d, problem.SlotCount)}.", -1, -1, d);
            }
        }
    }

    /// <summary>A replica that no node can take even when empty, and replicas alike of which all nodes together cannot take as many as there are.</summary>
    private static IEnumerable<Violation> Homeless(PlacementProblem problem)
    {
        var groups = ReplicaGroups.Of(problem);
        foreach (var members in groups.Members)
        {
            var p = members[0];
            var (eligible, fits) = (0, 0L);
            for (var n = 0; n < problem.NodeCount && fits < members.Length; n++)
            {
                if (problem.IsEligible(p, n))
                {
                    eligible++;
                    fits += FitEmpty(problem, p, n);
                }
            }

            if (eligible == 0)
            {
                var code = problem.PinTable[p] >= 0 ? ReasonCode.Pinned : ReasonCode.NotEligible;
                yield return new(code, members.Length, $"Selectors, taints, node states and pins leave {problem.Names.Replica(p)} no node{Alike(members)}.", p);
            }
            else if (fits == 0)
            {
                yield return new(ReasonCode.Capacity, members.Length, $"R{problem.Names.Replica(p)[1..]} is larger than {(eligible == 1 ? "the only node" : $"each of the {eligible} nodes")} that it may use{Alike(members)}: it needs {Needs(problem, p)}.", p);
            }
            else if (fits < members.Length)
            {
                yield return new(ReasonCode.Capacity, members.Length - fits, $"There are {members.Length} replicas like {problem.Names.Replica(p)}; the {eligible} nodes that they may use hold {fits} of them even when empty: each needs {Needs(problem, p)}.", p);
            }
        }
    }

    /// <summary>More replicas of a workload than the limit in all its nodes admits, or more domains wanted than there are.</summary>
    private static IEnumerable<Violation> Crowded(PlacementProblem problem)
    {
        foreach (var rule in problem.DomainLimits.Where(r => r.Strictness == Model.RuleStrictness.Hard))
        {
            var replicas = problem.Replicas(rule.Workload);
            var domains = Domains(problem, rule.Workload, rule.Level, out var outside);
            if (!outside && replicas.Length > (long)rule.Max * domains)
            {
                yield return new(ReasonCode.DomainLimit, replicas.Length - ((long)rule.Max * domains), $"W{problem.Names.Workload(rule.Workload)[1..]} has {replicas.Length} replicas, of which at most {rule.Max} may be on one {problem.Names.Level(rule.Level)}; it may use {domains}.", replicas[0]);
            }
        }

        foreach (var rule in problem.Spreads.Where(r => r.Strictness == Model.RuleStrictness.Hard))
        {
            var reachable = Math.Min(problem.Replicas(rule.Workload).Length, Domains(problem, rule.Workload, rule.Level, out _));
            if (reachable < rule.MinDomains)
            {
                yield return new(ReasonCode.Spread, rule.MinDomains - reachable, $"W{problem.Names.Workload(rule.Workload)[1..]} must be spread over {rule.MinDomains} of the values of {problem.Names.Level(rule.Level)}; its replicas can reach {reachable}.", problem.Replicas(rule.Workload) is { Length: > 0 } all ? all[0] : -1);
            }
        }
    }

    private static string Alike(int[] members) => members.Length == 1 ? "" : $", nor {members.Length - 1} like it";

    private static string Needs(PlacementProblem problem, int replica) =>
        string.Join(", ", Enumerable.Range(0, problem.DimensionCount).Select(d => $"{problem.Names.Amount(problem.Demand(replica)[d], d, problem.SlotCount)} of {problem.Names.Dimension(d, problem.SlotCount)}"));

    private static int Domains(PlacementProblem problem, int workload, int level, out bool outside)
    {
        outside = false;
        var seen = new HashSet<int>();
        for (var n = 0; n < problem.NodeCount; n++)
        {
            var domain = problem.Domain(level, n);
            foreach (var p in problem.Replicas(workload))
            {
                if (problem.IsEligible(p, n) && FitEmpty(problem, p, n) > 0)
                {
                    outside |= domain < 0;
                    seen.Add(domain);
                    break;
                }
            }
        }

        seen.Remove(-1);
        return seen.Count;
    }

    /// <summary>How many replicas of this size an empty node holds.</summary>
    private static long FitEmpty(PlacementProblem problem, int replica, int node)
    {
        var demand = problem.Demand(replica);
        var capacity = problem.Capacity(node);
        long most = problem.ReplicaCount;
        for (var d = 0; d < demand.Length; d++)
        {
            most = demand[d] > 0 ? Math.Min(most, capacity[d] / demand[d]) : most;
        }

        return most;
    }
}
