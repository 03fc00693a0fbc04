using Placement.Problems;
using Placement.Solving;
using Placement.Studies;

namespace Placement.Tests.Studies;

public sealed class NeverWorseTests
{
    /// <summary>Leaves everything where it is, as a solver does that had no time for more.</summary>
    private sealed class Stay : IPlacementSolver
    {
        public string Name => "stay";

        public SolveResult Solve(PlacementProblem problem, SolveOptions options, CancellationToken cancellationToken = default) =>
            SolveResult.Judge(problem, problem.Start(), Bound.Zero, Name, TimeSpan.Zero);
    }

    [Fact]
    public void A_solver_without_time_answers_with_the_best_greedy_packing()
    {
        // Four nodes at 5, a quarter of each in use: one node holds it all.
        var input = SmallFleet.Input([.. Enumerable.Repeat((5L, 1000L, 1000L), 4)], [(0, 150, 100), (1, 150, 100), (2, 150, 100), (3, 150, 100)]);
        var study = SmallFleet.Run(input, new StudyOptions { Solver = new Stay(), SensitivityTargets = [], SensitivitySolve = new() { TimeLimit = TimeSpan.FromMinutes(1) } });

        Assert.Equal((20, 5), (study.Money.SpendNow, study.Money.SpendAfter));
        Assert.StartsWith("greedy/", study.Solved.Solver, StringComparison.Ordinal);
        Assert.True(study.Solved.Cost <= study.Packers.Cost);
    }
}
