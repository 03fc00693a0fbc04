using System.Globalization;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Bounds;

/// <summary>The best bound of dual-feasible functions, one dimension at a time. O(dimensions x functions x (groups + node classes squared)).</summary>
internal static class DualFeasibleBound
{
    private const int MaxSizes = 60;
    private const int MaxSteps = 20;
    private const int MaxClasses = 40;
    private const int MaxGroups = 20_000;

    public static Bound Of(PlacementProblem problem)
    {
        var best = Bound.Zero;
        if (!Array.Exists(problem.PriceTable, p => p > 0))
        {
            return best;
        }

        var groups = ReplicaGroups.Of(problem);
        var nodes = NodeClasses.Of(problem);
        if (groups.Count is 0 or > MaxGroups || nodes.Count > MaxClasses)
        {
            return best;
        }

        for (var d = 0; d < problem.DimensionCount; d++)
        {
            var capacity = RoundedSizes.Reference(problem, d);
            foreach (var function in Functions(problem, groups, d, capacity).Where(f => RoundedSizes.IsValid(f, capacity)))
            {
                foreach (var certificate in Scaled(problem, nodes, function, capacity))
                {
                    var value = CertificateCheck.FunctionValue(problem, groups, nodes, certificate);
                    if (value > best.Value)
                    {
                        best = new()
                        {
                            Value = value,
                            Argument = BoundArgument.DualFeasibleFunction,
                            Explanation = string.Create(CultureInfo.InvariantCulture, $"dimension {d}, sizes rounded by the dual-feasible function {function.Kind}({function.Parameter})"),
                            Certificate = certificate,
                        };
                    }
                }
            }
        }

        return best;
    }

    private static IEnumerable<DualFeasibleFunction> Functions(PlacementProblem problem, ReplicaGroups groups, int dimension, long capacity)
    {
        var sizes = groups.Members.Select(m => problem.Demand(m[0])[dimension]).Where(x => x > 0 && x <= capacity).SelectMany(x => new[] { x, capacity - x + 1 }).Where(x => x >= 1 && x <= capacity / 2).Distinct().Order().ToArray();
        for (var i = 0; i < Math.Min(MaxSizes, sizes.Length); i++)
        {
            var size = sizes[(long)i * sizes.Length / Math.Min(MaxSizes, sizes.Length)];
            yield return new() { Dimension = dimension, Kind = DualFeasibleKind.Threshold, Parameter = size };
            yield return new() { Dimension = dimension, Kind = DualFeasibleKind.Units, Parameter = size };
        }

        for (var k = 1; k <= MaxSteps; k++)
        {
            yield return new() { Dimension = dimension, Kind = DualFeasibleKind.Steps, Parameter = k };
        }
    }

    /// <summary>Per node class the certificate under which a node of it is worth just its price.</summary>
    private static IEnumerable<BoundCertificate> Scaled(PlacementProblem problem, NodeClasses nodes, DualFeasibleFunction function, long capacity)
    {
        var seen = new HashSet<(long, long)>();
        foreach (var members in nodes.Members)
        {
            var price = problem.Price(members[0]);
            var value = RoundedSizes.Value(function, capacity, problem.Capacity(members[0])[function.Dimension]);
            if (price > 0 && value > 0)
            {
                var g = CostSteps.Gcd(price, value);
                var priced = function with { Factor = price / g };
                if (seen.Add((price / g, value / g)) && RoundedSizes.IsValid(priced, capacity))
                {
                    yield return new() { Scale = value / g, Function = priced };
                }
            }
        }
    }
}
