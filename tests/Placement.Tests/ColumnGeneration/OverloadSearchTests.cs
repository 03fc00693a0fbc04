using CsCheck;
using Placement.Bounds;
using Placement.ColumnGeneration;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Tests.ColumnGeneration;

public sealed class OverloadSearchTests
{
    private static readonly SolveOptions Options = new() { Threads = 1, WorkLimit = 400_000, TimeLimit = TimeSpan.FromMinutes(5) };

    /// <summary>Fleets cut from full nodes of three shapes, so that an exact fit is there, with a little room added.</summary>
    private static readonly Gen<(PlacementProblem Problem, int Planted)> Planted = Gen.Select(Gen.Int[2, 8], Gen.Int[3, 8], Gen.Int[0, 1_000_000]).Select((nodes, each, seed) =>
    {
        var random = new Random(seed);
        long[][] shapes = [[1_000, 4_000], [2_000, 4_000], [2_000, 16_000]];
        var planted = Enumerable.Range(0, nodes).Select(_ => random.Next(shapes.Length)).ToArray();
        var demand = new List<long>();
        foreach (var shape in planted)
        {
            for (var i = 0; i < each; i++)
            {
                demand.AddRange(shapes[shape].Select(c => Math.Max(1, (c * 97 / 100 / each) + random.NextInt64(-c * 3 / 100 / each, c * 3 / 100 / each))));
            }
        }

        var all = planted.Concat([0, 1, 2]).ToArray();
        return (PlacementProblem.Create(new()
        {
            ResourceCount = 2,
            Capacity = [.. all.SelectMany(s => shapes[s])],
            Price = [.. all.Select(s => 100L + (70 * s))],
            Demand = [.. demand],
            DemandClass = [.. Enumerable.Range(0, demand.Count / 2)],
        }), nodes);
    });

    [Fact]
    public void What_it_finds_fits_on_the_nodes_given_and_it_finds_most_planted_plans()
    {
        var (tried, found) = (0, 0);
        Planted.Sample(
            p =>
            {
                int[] nodes = [.. Enumerable.Range(0, p.Planted)];
                tried++;
                if (OverloadSearch.Run(p.Problem, nodes, new Assignment([.. Enumerable.Repeat(-1, p.Problem.ReplicaCount)]), Options, TestContext.Current.CancellationToken) is { } plan)
                {
                    found++;
                    Assert.True(AssignmentChecker.Check(p.Problem, plan).IsFeasible);
                    Assert.Subset(nodes.ToHashSet(), plan.Nodes.ToArray().ToHashSet());
                }
            },
            iter: 30,
            threads: 1);

        Assert.True(found > tried / 2, $"{found} of {tried}");
    }

    [Fact]
    public void It_respects_eligibility_and_pins_and_says_when_nothing_fits()
    {
        var problem = PlacementProblem.Create(new()
        {
            ResourceCount = 1,
            Capacity = [10, 10, 10],
            Price = [1, 1, 1],
            Demand = [5],
            DemandClass = [0, 0, 0, 0],
            Workload = [0, 1, 1, 2],
            Eligible = [[false, true, true], null, null],
            PinnedNode = [-1, -1, -1, 2],
        });
        var homeless = new Assignment([-1, -1, -1, -1]);

        var plan = OverloadSearch.Run(problem, [1, 2], homeless, Options, TestContext.Current.CancellationToken)!;
        Assert.True(AssignmentChecker.Check(problem, plan).IsFeasible);
        Assert.Null(OverloadSearch.Run(problem, [2], homeless, Options, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Node_counts_have_room_keep_to_their_cost_and_bound_what_a_plan_uses()
    {
        using var meter = new WorkMeter(long.MaxValue, TestContext.Current.CancellationToken);
        Planted.Sample(
            p =>
            {
                var space = new PatternSpace(p.Problem, meter);
                var counts = new NodeCounts(space);
                var planted = Enumerable.Range(0, p.Planted).Sum(p.Problem.Price);
                var least = counts.Least(null, meter.Stop);

                Assert.InRange(least, 1, planted);
                Assert.Null(counts.Below(null, least - space.Step, meter.Stop));
                var below = counts.Below(null, planted, meter.Stop)!;
                Assert.InRange(below.Select((count, k) => count * space.Price[k]).Sum(), least, planted);
                for (var k = 0; k < below.Length; k++)
                {
                    Assert.InRange(below[k], 0, space.NodeCount[k]);
                }

                for (var d = 0; d < 2; d++)
                {
                    Assert.True(below.Select((count, k) => count * p.Problem.Capacity(space.Nodes.Members[k][0])[d]).Sum() >= Enumerable.Range(0, p.Problem.ReplicaCount).Sum(r => p.Problem.Demand(r)[d]));
                }
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public void A_fleet_of_two_kinds_is_proved_where_the_relaxation_alone_leaves_a_gap()
    {
        // 11 replicas of 3 on nodes of 4 at 8 and of 7 at 9: the relaxation takes five and a half large nodes, 49.5; whole nodes cost five large and a small one.
        var problem = PlacementProblem.Create(new()
        {
            ResourceCount = 1,
            Capacity = [.. Enumerable.Repeat(4L, 10), .. Enumerable.Repeat(7L, 10)],
            Price = [.. Enumerable.Repeat(8L, 10), .. Enumerable.Repeat(9L, 10)],
            Demand = [3],
            DemandClass = [.. Enumerable.Repeat(0, 11)],
        });
        using var meter = new WorkMeter(long.MaxValue, TestContext.Current.CancellationToken);
        var space = new PatternSpace(problem, meter);
        var worths = new BoundCertificate { Scale = 2, ClassWorth = [9], NodeWorth = [9, 18] };

        Assert.Equal(53, new NodeCounts(space).Least(worths, meter.Stop));
    }
}
