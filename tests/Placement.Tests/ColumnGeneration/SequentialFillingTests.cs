using Placement.Bounds;
using Placement.ColumnGeneration;
using Placement.Portfolio;
using Placement.Solving;

namespace Placement.Tests.ColumnGeneration;

public sealed class SequentialFillingTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void The_nodes_are_filled_to_within_two_percent_of_the_relaxation(int seed, bool apart)
    {
        using var meter = new WorkMeter(long.MaxValue, TestContext.Current.CancellationToken);
        var problem = IrregularFleets.Make(1_500, 60, seed, apart);
        var space = new PatternSpace(problem, meter);
        var relaxation = AssignmentRelaxation.Solve(space, space.Demand, space.NodeCount, whole: false)!;
        var plan = new SequentialFilling(space, new Random(seed)).Run(relaxation, meter.Stop)!;

        var covered = new int[space.Demand.Length];
        foreach (var (pattern, count) in plan.Parts)
        {
            var node = space.Nodes.Members[pattern.NodeClass][0];
            foreach (var part in pattern.Parts)
            {
                covered[part.Group] += count * part.Count;
                Assert.True(part.Count <= space.Groups.MaxPerNode[part.Group]);
            }

            for (var d = 0; d < problem.DimensionCount; d++)
            {
                Assert.True(pattern.Parts.Sum(p => p.Count * problem.Demand(space.Groups.Members[p.Group][0])[d]) <= problem.Capacity(node)[d]);
            }
        }

        var value = relaxation.Nodes.Zip(space.Price, (n, p) => n * p).Sum();
        Assert.Equal(space.Demand, covered);
        Assert.Equal(plan.Parts.Sum(p => p.Count * space.Price[p.Pattern.NodeClass]), plan.Cost);
        Assert.InRange(plan.Cost, value, (1.02 * value) + space.Price.Max());
    }

    [Fact]
    public void Irregular_sizes_on_priced_types_end_within_one_percent_of_a_bound_that_is_verified_without_a_solver()
    {
        var problem = IrregularFleets.Make(2_000, 60, seed: 4);
        var options = new SolveOptions { Threads = 1, WorkLimit = 1_500, TimeLimit = TimeSpan.FromMinutes(10) };
        var result = new PortfolioSolver().Solve(problem, options, TestContext.Current.CancellationToken);

        Assert.True(result.Gap < 0.01, $"cost {result.Cost}, bound {result.Bound.Value}");
        Assert.True(CertificateCheck.Proves(problem, result.Bound, out var fault), fault);
        Assert.False(CertificateCheck.Proves(problem, result.Bound with { Value = result.Bound.Value + 1 }, out _));
    }
}
