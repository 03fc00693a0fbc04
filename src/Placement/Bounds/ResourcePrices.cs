using System.Globalization;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Bounds;

/// <summary>
/// The linear relaxation that lets replicas be cut anywhere: buy node types, in any fraction, so that every resource is covered at once. Its dual is a price of
/// each unit of each resource, which sharpens the resource sum where different node types suit different resources.
/// </summary>
internal sealed class ResourcePrices
{
    private const int Parts = 1_000_000;

    private ResourcePrices(double[] unit, double[] nodes)
    {
        Unit = unit;
        Nodes = nodes;
    }

    /// <summary>Gets the price of one unit of each dimension.</summary>
    public double[] Unit { get; }

    /// <summary>Gets how many nodes of each class the relaxation buys.</summary>
    public double[] Nodes { get; }

    public static ResourcePrices Of(PlacementProblem problem, NodeClasses nodes)
    {
        var demand = Enumerable.Range(0, problem.DimensionCount).Select(d => ResourceBounds.Demand(problem, d)).ToArray();
        var most = 1 + nodes.Members.Max(m => problem.Price(m[0]));
        // Each row counts in millionths of the demand for the resource.
        var program = new PatternMaster(
            [.. demand.Select(d => d > 0 ? Parts : 0)],
            [.. nodes.Members.Select(m => m.Length)],
            [.. demand.Select(_ => (double)most)],
            seed: 1);
        for (var k = 0; k < nodes.Count; k++)
        {
            var capacity = problem.Capacity(nodes.Members[k][0]).ToArray();
            var parts = demand.Select((d, i) => new PatternPart(i, d == 0 ? 0 : (int)Int128.Min(Parts, (Int128)capacity[i] * Parts / d))).Where(p => p.Count > 0).ToArray();
            program.AddPattern(k, parts, problem.Price(nodes.Members[k][0]));
        }

        program.Optimise(CancellationToken.None);
        return new([.. demand.Select((d, i) => d == 0 ? 0 : program.GroupDual(i) * Parts / d)], program.Values());
    }

    /// <summary>The bound that the prices prove, recomputed in integers.</summary>
    public Bound Bound(PlacementProblem problem)
    {
        // A denominator that keeps about nine digits of the dearest unit.
        var scale = Unit.Max() > 0 ? Math.Clamp(Math.Pow(2, 40 - Math.Ceiling(Math.Log2(Unit.Max()))), 1, 1L << 60) : 1;
        var total = 0.0;
        for (var d = 0; d < Unit.Length; d++)
        {
            total += Unit[d] * ResourceBounds.Demand(problem, d);
        }

        scale = Math.Max(1, Math.Min(scale, 1e30 / Math.Max(1, total)));
        var certificate = new BoundCertificate { Scale = (long)scale, UnitWorth = [.. Unit.Select(u => (long)(u * (long)scale))] };
        var names = string.Join(" and ", Unit.Index().Where(u => u.Item > 0).Select(u => problem.Names.Dimension(u.Index, problem.SlotCount)));
        return new()
        {
            Value = CertificateCheck.UnitValue(problem, certificate),
            Argument = BoundArgument.ResourceSum,
            Explanation = string.Create(CultureInfo.InvariantCulture, $"{names} together, bought at the best mix of node types, need {Nodes.Sum():0.##} nodes"),
            Certificate = certificate,
        };
    }
}
