using Placement.Bounds;
using Placement.ColumnGeneration;

namespace Placement.Tests.ColumnGeneration;

public sealed class NodeRefillingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_plan_with_a_node_too_many_loses_it_and_still_covers_the_demand(int seed)
    {
        using var meter = new WorkMeter(long.MaxValue, TestContext.Current.CancellationToken);
        var problem = IrregularFleets.Bins(60, 50, 200, seed);
        var space = new PatternSpace(problem, meter);
        var relaxation = AssignmentRelaxation.Solve(space, space.Demand, space.NodeCount, whole: false)!;
        // One replica a node: as wasteful as a plan can be.
        var plan = new PatternPlan([.. Enumerable.Range(0, space.Groups.Count).Select(g => (new Pattern(0, [new(g, 1)]), space.Demand[g]))], 60);
        var floor = (long)Math.Ceiling(relaxation.Nodes.Sum());

        var better = new NodeRefilling(space, relaxation.GroupWorth, new Random(seed)).Run(plan, floor + 2, 20_000, meter.Stop)!;

        Assert.InRange(better.Cost, floor, floor + 1);
        var covered = new int[space.Demand.Length];
        foreach (var (pattern, count) in better.Parts)
        {
            foreach (var part in pattern.Parts)
            {
                covered[part.Group] += count * part.Count;
            }

            for (var d = 0; d < 2; d++)
            {
                Assert.True(pattern.Parts.Sum(p => p.Count * problem.Demand(space.Groups.Members[p.Group][0])[d]) <= 1000);
            }
        }

        Assert.Equal(space.Demand, covered);
    }
}
