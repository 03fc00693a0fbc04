using CsCheck;
using Placement.Construction;
using Placement.Portfolio;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Tests.Portfolio;

public sealed class PortfolioSolverTests
{
    private static readonly SolveOptions Short = new() { TimeLimit = TimeSpan.FromSeconds(5), Threads = 1 };

    [Fact]
    public void Answers_to_plain_problems_are_feasible_and_bounds_never_above_the_optimum() =>
        SmallProblems.Plain.Sample(problem => SmallProblems.AssertHonest(problem, new PortfolioSolver().Solve(problem, Short, TestContext.Current.CancellationToken)), iter: 150);

    [Fact]
    public void Answers_under_every_rule_kind_are_feasible_and_bounds_never_above_the_optimum() =>
        SmallProblems.Ruled.Sample(problem => SmallProblems.AssertHonest(problem, new PortfolioSolver().Solve(problem, Short, TestContext.Current.CancellationToken)), iter: 150);

    [Fact]
    public void No_answer_costs_more_than_the_best_greedy_or_staying() =>
        SmallProblems.Ruled.Sample(
            problem =>
            {
                var result = new PortfolioSolver().Solve(problem, Short, TestContext.Current.CancellationToken);
                var greedy = new GreedySolver().Solve(problem, Short, TestContext.Current.CancellationToken);
                var stay = AssignmentChecker.Check(problem, problem.Start());
                Assert.True(greedy.Assignment is null || result.Cost <= greedy.Cost);
                Assert.True(!stay.IsFeasible || result.Cost <= stay.Cost.Total);
            },
            iter: 100);
}
