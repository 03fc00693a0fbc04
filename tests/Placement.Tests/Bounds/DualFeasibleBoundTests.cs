using CsCheck;
using Placement.Bounds;
using Placement.Problems;
using Placement.Solving;
using Placement.Tests.Portfolio;

namespace Placement.Tests.Bounds;

public sealed class DualFeasibleBoundTests
{
    [Fact]
    public void Replicas_larger_than_half_a_node_need_a_node_each()
    {
        // By sum 3 x 6 / 10 = 1.8, two nodes; no two of them fit together, so three.
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [10, 10, 10], Price = [7, 7, 7], Demand = [6], DemandClass = [0, 0, 0] });

        var bound = DualFeasibleBound.Of(problem);

        Assert.Equal(14, ResourceBounds.Best(problem).Value);
        Assert.Equal(21, bound.Value);
        Assert.Equal(BoundArgument.DualFeasibleFunction, bound.Argument);
        Assert.True(CertificateCheck.Proves(problem, bound, out _));
    }

    [Fact]
    public void Sizes_that_fit_have_values_that_fit_on_every_smaller_node_too()
    {
        var cases =
            from capacity in Gen.Long[2, 60]
            from kind in Gen.Enum<DualFeasibleKind>()
            from parameter in Gen.Long[1, 30]
            from sizes in Gen.Long[0, 30].Array[1, 6]
            select (capacity, kind, parameter, sizes);
        cases.Sample(
            c =>
            {
                var function = new DualFeasibleFunction { Dimension = 0, Kind = c.kind, Parameter = c.parameter };
                var sum = c.sizes.Sum();
                if (RoundedSizes.IsValid(function, c.capacity) && sum <= c.capacity)
                {
                    Assert.True(c.sizes.Sum(x => RoundedSizes.Value(function, c.capacity, x)) <= RoundedSizes.Value(function, c.capacity, sum));
                    Assert.True(RoundedSizes.Value(function, c.capacity, sum) <= RoundedSizes.Value(function, c.capacity, c.capacity));
                }
            },
            iter: 50_000);
    }

    [Fact]
    public void Bounds_are_never_above_the_optimum_and_raised_ones_are_rejected() =>
        SmallProblems.Plain.Sample(
            problem =>
            {
                var bound = DualFeasibleBound.Of(problem);
                var optimum = SmallProblems.Optimum(problem);
                Assert.True(optimum is null || bound.Value <= optimum);
                Assert.True(bound.Certificate is null || CertificateCheck.Proves(problem, bound, out _));
                Assert.False(CertificateCheck.Proves(problem, bound with { Value = bound.Value + 1 }, out _));
            },
            iter: 1000);

    [Fact]
    public void A_function_outside_its_range_is_rejected()
    {
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [10, 10, 10], Price = [7, 7, 7], Demand = [6], DemandClass = [0, 0, 0] });
        var bound = DualFeasibleBound.Of(problem);
        foreach (var function in new[] { bound.Certificate!.Function! with { Parameter = 6, Kind = DualFeasibleKind.Threshold }, bound.Certificate.Function! with { Dimension = 1 }, bound.Certificate.Function! with { Factor = long.MaxValue } })
        {
            Assert.False(CertificateCheck.Proves(problem, bound with { Certificate = bound.Certificate with { Function = function } }, out var fault));
            Assert.Contains("is no dual-feasible function", fault, StringComparison.Ordinal);
        }
    }
}
