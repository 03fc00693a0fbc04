using Placement.Model;
using Placement.Problems;

namespace Placement.Bounds;

/// <summary>Replicas that are interchangeable for what a bound looks at: demand, eligibility, pin, unplaced cost and the limit of replicas a node.</summary>
/// <remarks>Groups are numbered by the first replica of each, so a certificate's worths find their replicas again without a table.</remarks>
internal sealed class ReplicaGroups
{
    private ReplicaGroups(int[] groupOf, int[][] members, int[] maxPerNode)
    {
        GroupOf = groupOf;
        Members = members;
        MaxPerNode = maxPerNode;
    }

    /// <summary>Gets the group of each replica.</summary>
    public int[] GroupOf { get; }

    /// <summary>Gets the replicas of each group, ascending.</summary>
    public int[][] Members { get; }

    /// <summary>Gets the most replicas of each group that one node may hold by a rule; <see cref="int.MaxValue"/> without one.</summary>
    public int[] MaxPerNode { get; }

    /// <summary>Gets the number of groups.</summary>
    public int Count => Members.Length;

    /// <summary>Groups the replicas.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="separate">Whether a workload must stay apart from others for the caller's own reasons; <see langword="null"/> separates only those with a limit a node.</param>
    public static ReplicaGroups Of(PlacementProblem problem, Func<int, bool>? separate = null)
    {
        var max = LimitPerNode(problem);
        var rowIds = RowIds(problem);
        var groups = new Dictionary<(int Class, int Workload, int Row, int Place, long Unplaced), int>();
        var members = new List<List<int>>();
        var groupOf = new int[problem.ReplicaCount];
        for (var p = 0; p < groupOf.Length; p++)
        {
            var w = problem.WorkloadTable[p];
            var own = max[w] < int.MaxValue || separate?.Invoke(w) == true;
            var place = problem.PinTable[p] >= 0 ? problem.PinTable[p]
                : problem.MayStayTable is { } stay && stay[p] && problem.OriginTable[p] >= 0 && problem.EligibleTable[w] is { } row && !row[problem.OriginTable[p]] ? -2 - problem.OriginTable[p]
                : -1;
            var key = (problem.DemandClassTable[p], own ? w : -1, rowIds[w], place, problem.MayLeaveUnplaced ? problem.UnplacedCost(p) : 0);
            if (!groups.TryGetValue(key, out var group))
            {
                groups.Add(key, group = members.Count);
                members.Add([]);
            }

            groupOf[p] = group;
            members[group].Add(p);
        }

        return new(groupOf, [.. members.Select(m => m.ToArray())], [.. members.Select(m => max[problem.WorkloadTable[m[0]]])]);
    }

    /// <summary>The most replicas of each workload on one node by the hard rules; a limit that must only not worsen counts with the fullest node at the start.</summary>
    internal static int[] LimitPerNode(PlacementProblem problem)
    {
        var max = new int[problem.WorkloadCount];
        Array.Fill(max, int.MaxValue);
        foreach (var rule in problem.DomainLimits)
        {
            if (rule.Strictness != RuleStrictness.Soft)
            {
                // A domain of several nodes is no laxer than each of its nodes, where every node lies in one.
                if (rule.Level < 0 || !problem.Domains[rule.Level].Contains(-1))
                {
                    var limit = rule.Strictness == RuleStrictness.Hard ? rule.Max : Math.Max(rule.Max, problem.Replicas(rule.Workload).Length);
                    max[rule.Workload] = Math.Min(max[rule.Workload], limit);
                }
            }
        }

        for (var w = 0; w < max.Length; w++)
        {
            // A limit that the workload cannot reach separates nothing.
            max[w] = max[w] >= problem.Replicas(w).Length ? int.MaxValue : max[w];
        }

        return max;
    }

    private static int[] RowIds(PlacementProblem problem)
    {
        var ids = new Dictionary<bool[], int>(NodeClasses.RowComparer.Instance);
        return [.. problem.EligibleTable.Select(row =>
        {
            if (row is null)
            {
                return -1;
            }

            ids.TryAdd(row, ids.Count);
            return ids[row];
        })];
    }
}
