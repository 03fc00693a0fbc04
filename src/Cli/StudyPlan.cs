using System.Globalization;
using Placement.Plans;

namespace Placement.Cli;

/// <summary>Makes the plan document of a study.</summary>
internal static class StudyPlan
{
    public static PlanDocument Of(StudyRun run, SteadyPlanOptions options, CancellationToken token)
    {
        var result = run.Result;
        var steady = options with { Solve = result.Options.Solve with { Progress = null } };
        var proposal = result.IsWorthChanging
            ? SteadyPlan.Propose(result.Model, result.Solved, result.Options.Solver, steady, token)
            : MoveEconomics.Propose(result.Problem, result.After.Assignment, options.Limits.For(result.Model), options.Economics, options.Planning, token);
        return PlanComposer.Compose(result.Model, proposal, new PlanOrigin
        {
            Inputs = [.. run.Input.Sources.Select(s => new PlanInput { Name = s.Name, Sha256 = s.Sha256 })],
            DataGrade = run.Input.DataGrade,
            Solver = string.Create(CultureInfo.InvariantCulture, $"{result.Solved.Solver}, seed {options.Planning.Seed}"),
            Bound = result.Solved.Bound,
        });
    }
}
