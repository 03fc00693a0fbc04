using CsCheck;
using Placement.Bounds;
using Placement.Problems;
using Placement.Tests.Portfolio;

namespace Placement.Tests.Bounds;

public sealed class ResourceBoundsTests
{
    [Fact]
    public void Two_prices_are_bought_cheapest_density_first_and_rounded_up()
    {
        // 25 units: the node with 10 for 3 first (0.3 a unit), then 15 of 20 for 8 (0.4): 3 + 6 = 9.
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [20, 10, 20], Price = [8, 3, 8], Demand = [5], DemandClass = [0, 0, 0, 0, 0] });

        var bound = ResourceBounds.Of(problem, 0);

        Assert.Equal(9, bound.Value);
        Assert.Equal("resource 0 alone needs 1.75 nodes", bound.Explanation);
    }

    [Fact]
    public void Equal_prices_round_up_to_whole_nodes()
    {
        var problem = PlacementProblem.Create(new() { ResourceCount = 1, Capacity = [10, 10, 10], Price = [7, 7, 7], Demand = [5], DemandClass = [0, 0, 0] });

        Assert.Equal(14, ResourceBounds.Of(problem, 0).Value);
    }

    [Fact]
    public void Bounds_are_never_above_the_optimum_and_their_certificates_hold() =>
        SmallProblems.Plain.Sample(
            problem =>
            {
                var optimum = SmallProblems.Optimum(problem);
                foreach (var bound in ResourceBounds.All(problem))
                {
                    Assert.True(optimum is null || bound.Value <= optimum);
                    Assert.True(bound.Certificate is null || CertificateCheck.Proves(problem, bound, out _));
                    Assert.False(CertificateCheck.Proves(problem, bound with { Value = bound.Value + 1 }, out _));
                }
            },
            iter: 1000);
}
