using Placement.Problems;
using Placement.Solving;

namespace Placement.Studies;

/// <summary>Solves every cell of the sensitivity grid for itself, from the tightest sizing to the loosest.</summary>
/// <remarks>
/// A plan for a tighter sizing (lower target, higher percentile, N+1) is often a plan for a looser one too; the best such neighbour is each
/// solve's start and is kept when the solver finds nothing cheaper, so that loosening a limit never shows a dearer fleet.
/// </remarks>
internal static class SensitivityGrid
{
    public static List<SensitivityCell> Solve(StudyInput input, StudyOptions options, SolveResult headline, CancellationToken cancellationToken)
    {
        var cells = new List<SensitivityCell>();
        if (options.SensitivityTargets.Count == 0)
        {
            return cells;
        }

        foreach (var variant in Variants(options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (StudyModels.Size(input, input.Sizer, variant) is not { } model)
            {
                continue;
            }

            var problem = ProblemCompiler.Compile(model);
            var start = cells.Where(c => IsTighter(c.Variant, variant)).Select(c => c.Result)
                .Append(variant == options.Headline ? headline : null)
                .Where(r => r?.Assignment is not null)
                .Select(r => SolveResult.Judge(problem, r!.Assignment, Bound.Zero, r.Solver, r.Elapsed))
                .Where(r => r.Assignment is not null)
                .MinBy(r => r.Cost);
            var solved = variant == options.Headline
                ? headline
                : options.Solver.Solve(problem, options.SensitivitySolve with { Start = start?.Assignment ?? options.SensitivitySolve.Start }, cancellationToken);
            if (start is not null && (solved.Assignment is null || start.Cost < solved.Cost))
            {
                solved = SolveResult.Judge(problem, start.Assignment, solved.Bound, start.Solver, solved.Elapsed);
            }

            cells.Add(new SensitivityCell { Variant = variant, Result = solved });
        }

        return cells;
    }

    private static readonly bool[] SurvivesOrNot = [true, false];

    private static IEnumerable<SizingVariant> Variants(StudyOptions options) =>
        from survives in SurvivesOrNot
        from percentile in (options.Headline.ByRequest || options.Headline.Predictor is not null ? [] : options.SensitivityPercentiles).Append(options.Headline.Percentile).Distinct().OrderDescending()
        from target in options.SensitivityTargets.Append(options.Headline.TargetPercent).Distinct().Order()
        select options.Headline with { SurvivesNodeLoss = survives, Percentile = percentile, TargetPercent = target };

    private static bool IsTighter(SizingVariant a, SizingVariant b) =>
        a.TargetPercent <= b.TargetPercent && a.Percentile >= b.Percentile && (a.SurvivesNodeLoss || !b.SurvivesNodeLoss);
}
