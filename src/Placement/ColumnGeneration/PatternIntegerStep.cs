using Google.OrTools.Sat;
using Placement.ConstraintModels;

namespace Placement.ColumnGeneration;

/// <summary>Chooses whole patterns from the pool by CP-SAT: the restricted master as an integer program.</summary>
internal static class PatternIntegerStep
{
    private const int MaxPatterns = 6_000;

    /// <summary>Solves the restricted master.</summary>
    /// <returns>A plan below the upper bound, or <see langword="null"/>.</returns>
    public static PatternPlan? Solve(PatternSpace space, IReadOnlyList<Pattern> pool, long upperBound, TimeSpan limit, int threads, int seed, CancellationToken stop)
    {
        if (space.Problem.MayLeaveUnplaced || pool.Count > MaxPatterns || upperBound / space.Step > int.MaxValue)
        {
            return null;
        }

        var model = new CpModel();
        var x = new IntVar[pool.Count];
        var cover = space.Demand.Select(_ => LinearExpr.NewBuilder()).ToArray();
        var used = space.NodeCount.Select(_ => LinearExpr.NewBuilder()).ToArray();
        var objective = LinearExpr.NewBuilder();
        for (var p = 0; p < x.Length; p++)
        {
            var most = pool[p].Parts.Max(part => ((space.Demand[part.Group] - 1) / part.Count) + 1);
            x[p] = model.NewIntVar(0, Math.Min(most, space.NodeCount[pool[p].NodeClass]), "");
            foreach (var part in pool[p].Parts)
            {
                cover[part.Group].AddTerm(x[p], part.Count);
            }

            used[pool[p].NodeClass].AddTerm(x[p], 1);
            objective.AddTerm(x[p], space.Price[pool[p].NodeClass] / space.Step);
        }

        for (var g = 0; g < cover.Length; g++)
        {
            model.Add(cover[g] >= space.Demand[g]);
        }

        for (var k = 0; k < used.Length; k++)
        {
            model.Add(used[k] <= space.NodeCount[k]);
        }

        if (upperBound < long.MaxValue)
        {
            model.Add(objective <= (upperBound / space.Step) - 1);
        }

        model.Minimize(objective);
        var run = CpSatRun.Solve(model, x, limit, threads, seed, null, "", stop);
        if (run.Values is not { } values)
        {
            return null;
        }

        var parts = values.Select((count, p) => (pool[p], (int)count)).Where(p => p.Item2 > 0).ToList();
        return new(parts, parts.Sum(p => p.Item2 * space.Price[p.Item1.NodeClass]));
    }
}
