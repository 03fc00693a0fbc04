using Google.OrTools.Sat;
using Placement.Problems;

namespace Placement.ConstraintModels;

/// <summary>
/// The host's own rules in the exact model, which cannot see inside them: lazily, by what they say of the sets of replicas that come up. A set that breaks a hard
/// rule is forbidden and one that costs is charged, on every node where the set could lie and the rule says so.
/// </summary>
internal sealed class CustomRuleCuts(PlacementProblem problem, CpModel model, Func<int, int, BoolVar?> place)
{
    private const long MaxCost = 1L << 50;
    private readonly HashSet<(string Replicas, int Node)> _known = [];
    private readonly IntVar[] _cost = [.. Enumerable.Range(0, problem.CustomRules.Any(r => !r.IsHard) ? problem.NodeCount : 0).Select(_ => model.NewIntVar(0, MaxCost, ""))];

    /// <summary>Gets the cost of soft rules on each node, as far as it is known; a term of the objective.</summary>
    public IReadOnlyList<IntVar> Cost => _cost;

    /// <summary>Adds what the rules say of the sets of an assignment.</summary>
    /// <returns>Whether the model learnt something; if not, it judges this assignment rightly.</returns>
    public bool Learn(Assignment assignment)
    {
        var on = Enumerable.Range(0, problem.NodeCount).Select(_ => new List<int>()).ToArray();
        for (var p = 0; p < assignment.ReplicaCount; p++)
        {
            if (assignment[p] >= 0)
            {
                on[assignment[p]].Add(p);
            }
        }

        var learnt = false;
        foreach (var set in on.DistinctBy(set => string.Join(',', set)))
        {
            for (var n = 0; n < on.Length; n++)
            {
                learnt |= set.TrueForAll(p => place(p, n) is not null) && Add([.. set], n);
            }
        }

        return learnt;
    }

    private bool Add(int[] set, int node)
    {
        var broken = problem.CustomRules.Any(r => r.IsHard && r.Measure(problem, node, set) > 0);
        var cost = broken ? 0 : problem.CustomRules.Where(r => !r.IsHard).Sum(r => r.Measure(problem, node, set));
        if ((!broken && cost == 0) || !_known.Add((string.Join(',', set), node)))
        {
            return false;
        }

        var just = new List<ILiteral>();
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            if (place(p, node) is { } x)
            {
                just.Add(Array.IndexOf(set, p) >= 0 ? x : x.Not());
            }
        }

        if (broken)
        {
            model.AddBoolOr(just.Select(l => l.Not()));
        }
        else
        {
            model.Add(_cost[node] >= cost).OnlyEnforceIf([.. just]);
        }

        return true;
    }
}
