using CsCheck;
using Placement.ConstraintModels;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Tests.Portfolio;

public sealed class ConstraintSolverTests
{
    private static readonly SolveOptions Exact = new() { TimeLimit = TimeSpan.FromSeconds(20), Threads = 1 };

    [Fact]
    public void The_constraint_model_finds_the_optimum_under_every_rule_kind() => SmallProblems.Ruled.Sample(AssertOptimal, iter: 150);

    [Fact]
    public void The_constraint_model_learns_rules_in_code_to_the_optimum() => SmallProblems.Coded.Sample(AssertOptimal, iter: 60);

    private static void AssertOptimal(PlacementProblem problem)
    {
        var optimum = SmallProblems.Optimum(problem);
        var result = new ConstraintSolver().Solve(problem, Exact, TestContext.Current.CancellationToken);

        Assert.Equal(optimum, result.Assignment is null ? null : result.Cost);
        Assert.Equal(optimum is null ? SolveStatus.Infeasible : SolveStatus.Optimal, result.Status);
    }

    [Fact]
    public void A_rule_in_code_that_nothing_keeps_is_proved_impossible()
    {
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [1], Demand = [1], DemandClass = [0], CustomRules = [new NeverRule()] });

        Assert.Equal(SolveStatus.Infeasible, new ConstraintSolver().Solve(problem, Exact, TestContext.Current.CancellationToken).Status);
    }

    [Fact]
    public void A_problem_beyond_its_size_is_refused()
    {
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [.. Enumerable.Repeat(100L, 100)], Demand = [1], DemandClass = new int[100], CustomRules = [new NeverRule()] });

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
