using CsCheck;
using Placement.Bounds;
using Placement.Problems;

namespace Placement.Tests.Bounds;

public sealed class PatternPricerTests
{
    [Fact]
    public void The_most_valuable_set_is_what_enumeration_finds()
    {
        var cases =
            from dimensions in Gen.Int[1, 3]
            from capacity in Gen.Long[1, 40].Array[dimensions]
            from demand in Gen.Long[0, 20].Array[5 * dimensions]
            from worth in Gen.Long[0, 30].Array[5]
            from counts in Gen.Int[1, 3].Array[5]
            from wide in Gen.Bool
            select (dimensions, capacity, demand, worth, counts, wide);
        cases.Sample(
            c =>
            {
                // Wide: large prime-like amounts, so that the tables are coarse and only the search is exact.
                long Amount(long value) => c.wide ? (value * 1_000_003) + (value % 7) : value;
                var problem = PlacementProblem.Create(new()
                {
                    ResourceCount = c.dimensions,
                    Capacity = [.. c.capacity.Select(Amount)],
                    Demand = [.. c.demand.Select(Amount)],
                    DemandClass = [.. c.counts.SelectMany((count, i) => Enumerable.Repeat(i, count))],
                });
                var groups = ReplicaGroups.Of(problem);
                var worth = groups.Members.Select(m => c.worth[problem.DemandClass(m[0])]).ToArray();
                var best = Enumerate(problem, groups, worth, 0, [.. problem.Capacity(0)]);

                var pricer = new PatternPricer(problem, groups, 0);

                Assert.Equal(best, pricer.Search(worth, 0, null, long.MaxValue, []));
                Assert.True(pricer.Prove(worth, best));
                Assert.True(best == 0 || !pricer.Prove(worth, best - 1));
                Assert.True(pricer.Search(worth, 0, null, 1, []) >= best);
            },
            iter: 2_000);
    }

    private static long Enumerate(PlacementProblem problem, ReplicaGroups groups, long[] worth, int g, long[] rest)
    {
        if (g == groups.Count)
        {
            return 0;
        }

        var best = 0L;
        var left = (long[])rest.Clone();
        for (var count = 0; count <= groups.Members[g].Length; count++)
        {
            if (left.Any(r => r < 0))
            {
                break;
            }

            best = Math.Max(best, (count * worth[g]) + Enumerate(problem, groups, worth, g + 1, left));
            for (var d = 0; d < left.Length; d++)
            {
                left[d] -= problem.Demand(groups.Members[g][0])[d];
            }
        }

        return best;
    }
}
