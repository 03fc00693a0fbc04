using System.Globalization;
using Placement.Plans;

namespace Placement.Cli;

/// <summary>Makes the plan document of a study.</summary>
internal static class StudyPlan
{
    public static PlanDocument Of(StudyRun run, int seed, CancellationToken token)
    {
        var (model, problem) = (run.Result.Model, run.Result.Problem);
        var limits = new MigrationLimits().For(model);
        var proposal = MoveEconomics.Propose(problem, run.Result.After.Assignment, limits, null, new() { Seed = seed }, token);
        return PlanComposer.Compose(model, proposal, new PlanOrigin
        {
            Inputs = [.. run.Input.Sources.Select(s => new PlanInput { Name = s.Name, Sha256 = s.Sha256 })],
            DataGrade = run.Input.DataGrade,
            Solver = string.Create(CultureInfo.InvariantCulture, $"{run.Result.Solved.Solver}, seed {seed}"),
            Bound = run.Result.Solved.Bound,
        });
    }
}
