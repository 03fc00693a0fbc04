using System.Globalization;
using Google.OrTools.Sat;
using Placement.ConstraintModels;

namespace Placement.ColumnGeneration;

/// <summary>Chooses whole patterns from a list by CP-SAT: the restricted master as an integer program.</summary>
internal static class PatternIntegerStep
{
    /// <summary>Solves the restricted master.</summary>
    /// <param name="space">Groups and classes.</param>
    /// <param name="patterns">The patterns to choose from.</param>
    /// <param name="upperBound">The cost that a plan must be below.</param>
    /// <param name="limit">The time limit.</param>
    /// <param name="work">The limit of work, in the meter's units.</param>
    /// <param name="threads">The number of workers.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="impossible">Whether it was proved that no choice is below the upper bound.</param>
    /// <param name="stop">Ends the solve with the best so far.</param>
    /// <returns>A plan below the upper bound, or <see langword="null"/>.</returns>
    public static PatternPlan? Solve(PatternSpace space, IReadOnlyList<Pattern> patterns, long upperBound, TimeSpan limit, long work, int threads, int seed, out bool impossible, CancellationToken stop)
    {
        impossible = false;
        if (space.Problem.MayLeaveUnplaced || upperBound / space.Step > int.MaxValue)
        {
            return null;
        }

        var model = new CpModel();
        var x = new IntVar[patterns.Count];
        var cover = space.Demand.Select(_ => LinearExpr.NewBuilder()).ToArray();
        var used = space.NodeCount.Select(_ => LinearExpr.NewBuilder()).ToArray();
        var objective = LinearExpr.NewBuilder();
        for (var p = 0; p < x.Length; p++)
        {
            var most = patterns[p].Parts.Max(part => ((space.Demand[part.Group] - 1) / part.Count) + 1);
            x[p] = model.NewIntVar(0, Math.Min(most, space.NodeCount[patterns[p].NodeClass]), "");
            foreach (var part in patterns[p].Parts)
            {
                cover[part.Group].AddTerm(x[p], part.Count);
            }

            used[patterns[p].NodeClass].AddTerm(x[p], 1);
            objective.AddTerm(x[p], space.Price[patterns[p].NodeClass] / space.Step);
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
            // Any plan below the upper bound will do: the search is for one, not for the best.
            model.Add(objective <= (upperBound - 1) / space.Step);
        }
        else
        {
            model.Minimize(objective);
        }

        var parameters = space.Meter.IsLimited ? string.Create(CultureInfo.InvariantCulture, $"max_deterministic_time:{Math.Max(1, work) / 1000.0}") : "";
        var run = CpSatRun.Solve(model, x, limit, threads, seed, null, parameters, stop);
        space.Meter.Spend((long)(run.Work * 1e9));
        impossible = run.IsInfeasible;
        if (run.Values is not { } values)
        {
            return null;
        }

        var parts = values.Select((count, p) => (patterns[p], (int)count)).Where(p => p.Item2 > 0).ToList();
        return new(parts, parts.Sum(p => p.Item2 * space.Price[p.Item1.NodeClass]));
    }
}
