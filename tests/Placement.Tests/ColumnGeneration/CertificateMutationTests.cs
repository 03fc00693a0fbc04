using Placement.Bounds;
using Placement.ColumnGeneration;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Tests.ColumnGeneration;

public sealed class CertificateMutationTests
{
    [Fact]
    public void A_certificate_by_class_holds_and_no_bent_one_does()
    {
        // At most three replicas a node, and often two: the prices of demand differ from any price of resources.
        var problem = IrregularFleets.Bins(40, 250, 500, seed: 3);
        var bound = ByPatterns(problem);
        var certificate = bound.Certificate!;

        Assert.True(CertificateCheck.Proves(problem, bound, out _));
        Assert.False(Proves(bound with { Value = bound.Value + 1 }));
        // A dearer replica: some set with it is then worth more than its node.
        var tight = Enumerable.Range(0, certificate.ClassWorth.Count).Count(g => !Proves(With(certificate with { ClassWorth = [.. certificate.ClassWorth.Select((w, i) => i == g ? w + (certificate.Scale / 2) : w)] })));
        Assert.True(tight > certificate.ClassWorth.Count / 2);
        Assert.False(Proves(With(certificate with { ClassWorth = [.. certificate.ClassWorth.Select(w => w * 2)] })));
        Assert.False(Proves(With(certificate with { NodeWorth = [.. certificate.NodeWorth.Select(w => w / 2)] })));
        Assert.False(Proves(With(certificate with { Scale = certificate.Scale * 2 })));
        Assert.False(Proves(With(certificate with { ClassWorth = [.. certificate.ClassWorth.Skip(1)] })));
        Assert.False(Proves(With(certificate with { ClassWorth = [-1, .. certificate.ClassWorth.Skip(1)] })));

        bool Proves(Bound bent) => CertificateCheck.Proves(problem, bent, out _);
        Bound With(BoundCertificate bent) => bound with { Certificate = bent };
    }

    private static Bound ByPatterns(PlacementProblem problem)
    {
        using var meter = new WorkMeter(long.MaxValue, TestContext.Current.CancellationToken);
        var space = new PatternSpace(problem, meter);
        var generator = new ColumnGenerator(space);
        generator.SolveRoot(new PatternMaster(space.Demand, space.NodeCount, space.Penalty, seed: 1), _ => { }, () => long.MaxValue, tight: true, meter.Stop);
        return new()
        {
            Value = CertificateCheck.ClassValue(problem, space.Groups, space.Nodes, generator.BestWorths!),
            Argument = BoundArgument.ColumnGeneration,
            Explanation = "",
            Certificate = generator.BestWorths,
        };
    }
}
