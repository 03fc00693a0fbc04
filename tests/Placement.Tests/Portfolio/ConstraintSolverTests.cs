using CsCheck;
using Placement.ConstraintModels;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Tests.Portfolio;

public sealed class ConstraintSolverTests
{
    private static readonly SolveOptions Exact = new() { TimeLimit = TimeSpan.FromSeconds(20), Threads = 1 };

    [Fact]
    public void The_constraint_model_finds_the_optimum_under_every_rule_kind() =>
        SmallProblems.Ruled.Sample(
            problem =>
            {
                var optimum = SmallProblems.Optimum(problem);
                var result = new ConstraintSolver().Solve(problem, Exact, TestContext.Current.CancellationToken);

                Assert.Equal(optimum, result.Assignment is null ? null : result.Cost);
                Assert.Equal(optimum is null ? SolveStatus.Infeasible : SolveStatus.Optimal, result.Status);
            },
            iter: 150);

    [Fact]
    public void A_rule_in_code_is_refused_not_ignored()
    {
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [1], Demand = [1], DemandClass = [0], CustomRules = [new NeverRule()] });

        Assert.False(ConstraintSolver.Supports(problem));
        Assert.Throws<NotSupportedException>(() => new ConstraintSolver().Solve(problem, Exact, TestContext.Current.CancellationToken));
    }

    private sealed class NeverRule : ICustomRule
    {
        public string Name => "never";

        public bool IsHard => true;

        public long Measure(PlacementProblem problem, int node, ReadOnlySpan<int> replicas) => replicas.Length;
    }
}
