using CsCheck;
using Placement.Bounds;
using Placement.Problems;

namespace Placement.Tests.ColumnGeneration;

public sealed class PatternListTests
{
    [Fact]
    public void The_listed_sets_are_the_full_ones_worth_enough()
    {
        var cases =
            from dimensions in Gen.Int[1, 2]
            from capacity in Gen.Long[1, 40].Array[dimensions]
            from demand in Gen.Long[1, 20].Array[5 * dimensions]
            from worth in Gen.Long[0, 30].Array[5]
            from counts in Gen.Int[1, 3].Array[5]
            from least in Gen.Long[0, 60]
            select (dimensions, capacity, demand, worth, counts, least);
        cases.Sample(
            c =>
            {
                var problem = PlacementProblem.Create(new() { ResourceCount = c.dimensions, Capacity = c.capacity, Demand = c.demand, DemandClass = [.. c.counts.SelectMany((count, i) => Enumerable.Repeat(i, count))] });
                var groups = ReplicaGroups.Of(problem);
                var worth = groups.Members.Select(m => c.worth[problem.DemandClass(m[0])]).ToArray();
                var expected = Sets(groups).Where(s => Fits(s) && s.Index().All(x => x.Item == groups.Members[x.Index].Length || !Fits([.. s.Select((n, g) => g == x.Index ? n + 1 : n)])) && s.Index().Sum(x => x.Item * worth[x.Index]) >= c.least).Select(Text);

                var listed = new PatternPricer(problem, groups, 0).List(worth, c.least, int.MaxValue, long.MaxValue)!;

                var actual = listed.Select(parts => Text([.. Enumerable.Range(0, groups.Count).Select(g => parts.Where(p => p.Group == g).Sum(p => p.Count))]));
                Assert.Equal(expected.Where(s => s.Any(ch => ch is > '0' and <= '9')).Order(), actual.Where(s => s.Any(ch => ch is > '0' and <= '9')).Order());

                bool Fits(int[] set) => Enumerable.Range(0, c.dimensions).All(d => set.Index().Sum(x => x.Item * problem.Demand(groups.Members[x.Index][0])[d]) <= c.capacity[d]);
            },
            iter: 1_000);
    }

    private static string Text(int[] set) => string.Join(',', set);

    private static IEnumerable<int[]> Sets(ReplicaGroups groups)
    {
        IEnumerable<int[]> sets = [[]];
        for (var g = 0; g < groups.Count; g++)
        {
            var most = groups.Members[g].Length;
            sets = sets.SelectMany(s => Enumerable.Range(0, most + 1).Select(n => (int[])[.. s, n]));
        }

        return sets;
    }
}
