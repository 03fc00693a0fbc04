using Placement.Problems;

namespace Placement.ConstraintModels;

/// <summary>Replicas that every rule and cost treats alike, so that the constraint model counts them instead of naming them: same workload, demand, origin, move cost, pin and right to stay.</summary>
internal sealed class ReplicaClasses
{
    public ReplicaClasses(PlacementProblem problem)
    {
        var index = new Dictionary<(int, int, int, long, int, bool, int), int>();
        // A rule in C# may tell any two replicas apart.
        var alike = problem.CustomRules.Count == 0;
        var members = new List<List<int>>();
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            var key = (problem.WorkloadTable[p], problem.DemandClassTable[p], problem.OriginTable[p], problem.MoveCostTable[p], problem.PinTable[p], problem.MayStayTable?[p] ?? false, alike ? -1 : p);
            if (!index.TryGetValue(key, out var c))
            {
                index.Add(key, c = members.Count);
                members.Add([]);
            }

            members[c].Add(p);
        }

        Members = [.. members.Select(m => m.ToArray())];
    }

    /// <summary>Gets the replicas of each class, ascending.</summary>
    public int[][] Members { get; }

    public int Count => Members.Length;
}
