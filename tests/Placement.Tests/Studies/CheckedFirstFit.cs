using Placement.Problems;
using Placement.Solving;

namespace Placement.Tests.Studies;

/// <summary>First fit decreasing by asking the checker about every try: slow, but it shares nothing with the library's packers.</summary>
internal sealed class CheckedFirstFit : IPlacementSolver
{
    public string Name => "checked first fit";

    public SolveResult Solve(PlacementProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        var nodes = new int[problem.ReplicaCount];
        Array.Fill(nodes, Assignment.Unplaced);
        var order = Enumerable.Range(0, problem.ReplicaCount).OrderByDescending(p => problem.Demand(p)[0]).ThenBy(p => p).ToArray();
        var cheapest = Enumerable.Range(0, problem.NodeCount).OrderBy(problem.Price).ThenBy(n => n).ToArray();
        foreach (var p in order)
        {
            foreach (var node in cheapest)
            {
                nodes[p] = node;
                if (AssignmentChecker.Check(problem, new(nodes)).Violations.All(v => v.Code is ReasonCode.Unplaced or ReasonCode.Spread or ReasonCode.Headroom))
                {
                    break;
                }

                nodes[p] = Assignment.Unplaced;
            }
        }

        return SolveResult.Judge(problem, new(nodes), Bound.Zero, Name, TimeSpan.Zero);
    }
}
