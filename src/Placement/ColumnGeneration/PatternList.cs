using Placement.Bounds;
using Placement.Solving;

namespace Placement.ColumnGeneration;

/// <summary>
/// All patterns that a plan below a cost can use: by the worths of a bound, each pattern falls short of its node's price by some amount, and the amounts of a plan
/// sum to its cost less the bound at most (reduced-cost fixing; Dantzig, Fulkerson and Johnson 1954, doi:10.1287/opre.2.4.393). A pattern that falls
/// short by more is in none of them. Exact in integers.
/// </summary>
internal static class PatternList
{
    /// <summary>Lists the patterns, each one to which nothing can be added.</summary>
    /// <param name="space">Groups and classes.</param>
    /// <param name="worths">The worths; no pattern is worth more than its class's.</param>
    /// <param name="upperBound">The cost that plans must be below.</param>
    /// <param name="most">How many patterns at most.</param>
    /// <param name="work">The most branches to look at, per class.</param>
    /// <param name="stop">Ends the listing without a list.</param>
    /// <returns>The patterns, or <see langword="null"/> when they are too many or too hard to list.</returns>
    public static List<Pattern>? Below(PatternSpace space, BoundCertificate worths, long upperBound, int most, long work, CancellationToken stop)
    {
        if (space.Problem.MayLeaveUnplaced)
        {
            return null;
        }

        var target = (upperBound - 1) / space.Step * space.Step;
        var slack = ((Int128)target * worths.Scale) - CertificateCheck.ClassWorth(space.Problem, space.Groups, space.Nodes, worths);
        var worth = worths.ClassWorth.ToArray();
        var patterns = new List<Pattern>();
        for (var k = 0; k < space.Pricers.Length; k++)
        {
            var full = Int128.Max(worths.NodeWorth[k], (Int128)space.Price[k] * worths.Scale);
            var least = (long)Int128.Max(0, full - slack);
            if (stop.IsCancellationRequested || space.Pricers[k].List(worth, least, most - patterns.Count, work) is not { } sets)
            {
                return null;
            }

            patterns.AddRange(sets.Select(parts => new Pattern(k, parts)));
        }

        return patterns;
    }
}
