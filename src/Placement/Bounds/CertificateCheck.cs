using Placement.Problems;
using Placement.Solving;

namespace Placement.Bounds;

/// <summary>Verifies a bound's certificate against the problem in exact integers, without a solver.</summary>
public static class CertificateCheck
{
    /// <summary>Verifies that a certificate proves a bound.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="bound">The bound with its certificate.</param>
    /// <param name="fault">Why not, or <see langword="null"/>.</param>
    /// <returns>Whether the certificate proves at least the bound's value. A bound without a certificate is not proved.</returns>
    public static bool Proves(PlacementProblem problem, Bound bound, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(bound);
        fault = bound.Certificate is not { } certificate ? "The bound carries no certificate."
            : certificate.Scale < 1 || certificate.UnitWorth.Concat(certificate.ClassWorth).Concat(certificate.NodeWorth).Any(w => w < 0) ? "A certificate's scale is at least 1 and its worths at least 0."
            : certificate.Function is { } function ? FunctionFault(problem, bound, certificate, function)
            : certificate.UnitWorth.Count > 0 ? UnitFault(problem, bound, certificate)
            : ClassFault(problem, bound, certificate);
        return fault is null;
    }

    /// <summary>The value that unit worths prove.</summary>
    internal static long UnitValue(PlacementProblem problem, BoundCertificate certificate)
    {
        var worth = certificate.UnitWorth;
        Int128 total = 0;
        for (var d = 0; d < problem.DimensionCount; d++)
        {
            total += (Int128)worth[d] * ResourceBounds.Demand(problem, d);
        }

        for (var n = 0; n < problem.NodeCount; n++)
        {
            total -= Int128.Max(0, Worth(worth, problem.Capacity(n)) - ((Int128)certificate.Scale * problem.Price(n)));
        }

        for (var p = 0; problem.MayLeaveUnplaced && p < problem.ReplicaCount; p++)
        {
            total -= Int128.Max(0, Worth(worth, problem.Demand(p)) - ((Int128)certificate.Scale * problem.UnplacedCost(p)));
        }

        return CostSteps.RoundUp(total, certificate.Scale, CostSteps.Of(problem));
    }

    /// <summary>The value that class worths prove, given that the node worths hold.</summary>
    internal static long ClassValue(PlacementProblem problem, ReplicaGroups groups, NodeClasses nodes, BoundCertificate certificate) =>
        CostSteps.RoundUp(ClassWorth(problem, groups, nodes, certificate), certificate.Scale, CostSteps.Of(problem));

    /// <summary>The same before rounding, in units of the certificate's scale.</summary>
    internal static Int128 ClassWorth(PlacementProblem problem, ReplicaGroups groups, NodeClasses nodes, BoundCertificate certificate)
    {
        Int128 total = 0;
        for (var g = 0; g < groups.Count; g++)
        {
            total += (Int128)certificate.ClassWorth[g] * groups.Members[g].Length;
            if (problem.MayLeaveUnplaced)
            {
                total -= Int128.Max(0, certificate.ClassWorth[g] - ((Int128)certificate.Scale * problem.UnplacedCost(groups.Members[g][0]))) * groups.Members[g].Length;
            }
        }

        for (var k = 0; k < nodes.Count; k++)
        {
            total -= Int128.Max(0, certificate.NodeWorth[k] - ((Int128)certificate.Scale * problem.Price(nodes.Members[k][0]))) * nodes.Members[k].Length;
        }

        return total;
    }

    /// <summary>The value that a dual-feasible function proves.</summary>
    internal static long FunctionValue(PlacementProblem problem, ReplicaGroups groups, NodeClasses nodes, BoundCertificate certificate)
    {
        var function = certificate.Function!;
        var capacity = RoundedSizes.Reference(problem, function.Dimension);
        long Value(long size) => RoundedSizes.Value(function, capacity, size);
        return ClassValue(problem, groups, nodes, certificate with
        {
            ClassWorth = [.. groups.Members.Select(m => Value(problem.Demand(m[0])[function.Dimension]))],
            NodeWorth = [.. nodes.Members.Select(m => Value(problem.Capacity(m[0])[function.Dimension]))],
        });
    }

    private static string? FunctionFault(PlacementProblem problem, Bound bound, BoundCertificate certificate, DualFeasibleFunction function)
    {
        if (function.Dimension < 0 || function.Dimension >= problem.DimensionCount || !Enum.IsDefined(function.Kind) || !RoundedSizes.IsValid(function, RoundedSizes.Reference(problem, function.Dimension)))
        {
            return $"{function.Kind} with parameter {function.Parameter} on dimension {function.Dimension} is no dual-feasible function of this problem.";
        }

        var value = FunctionValue(problem, ReplicaGroups.Of(problem), NodeClasses.Of(problem), certificate);
        return value >= bound.Value ? null : $"The certificate proves {value}, less than the bound {bound.Value}.";
    }

    private static string? UnitFault(PlacementProblem problem, Bound bound, BoundCertificate certificate)
    {
        if (certificate.UnitWorth.Count != problem.DimensionCount)
        {
            return $"The certificate has {certificate.UnitWorth.Count} unit worths; the problem has {problem.DimensionCount} dimensions.";
        }

        var value = UnitValue(problem, certificate);
        return value >= bound.Value ? null : $"The certificate proves {value}, less than the bound {bound.Value}.";
    }

    private static string? ClassFault(PlacementProblem problem, Bound bound, BoundCertificate certificate)
    {
        var groups = ReplicaGroups.Of(problem);
        var nodes = NodeClasses.Of(problem);
        if (certificate.ClassWorth.Count != groups.Count || certificate.NodeWorth.Count != nodes.Count)
        {
            return $"The certificate has {certificate.ClassWorth.Count} classes and {certificate.NodeWorth.Count} node classes; the problem has {groups.Count} and {nodes.Count}.";
        }

        for (var k = 0; k < nodes.Count; k++)
        {
            var pricer = new PatternPricer(problem, groups, nodes.Members[k][0]);
            if (!pricer.Prove(certificate.ClassWorth, certificate.NodeWorth[k]))
            {
                return $"Replicas worth more than {certificate.NodeWorth[k]} fit on node {nodes.Members[k][0]}.";
            }
        }

        var value = ClassValue(problem, groups, nodes, certificate);
        return value >= bound.Value ? null : $"The certificate proves {value}, less than the bound {bound.Value}.";
    }

    private static Int128 Worth(IReadOnlyList<long> worth, ReadOnlySpan<long> amounts)
    {
        Int128 sum = 0;
        for (var d = 0; d < amounts.Length; d++)
        {
            sum += (Int128)worth[d] * amounts[d];
        }

        return sum;
    }
}
