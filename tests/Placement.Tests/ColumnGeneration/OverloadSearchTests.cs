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
                demand.AddRange(shapes[shape].Select(c => Math.Max(1, (c * 97 / 100 / each) + random.NextInt64(-c / 60, c / 60))));
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
    public void Cheaper_nodes_cost_less_have_room_and_exist()
    {
        using var meter = new WorkMeter(long.MaxValue, TestContext.Current.CancellationToken);
        Planted.Sample(
            p =>
            {
                var space = new PatternSpace(p.Problem, meter);
                var everywhere = new Assignment([.. Enumerable.Range(0, p.Problem.ReplicaCount).Select(r => r % p.Problem.NodeCount)]);
                var upper = everywhere.Nodes.ToArray().Distinct().Sum(p.Problem.Price);
                if (CheaperNodes.Choose(space, everywhere, upper, new Random(1)) is { } nodes)
                {
                    Assert.Equal(nodes.Length, nodes.Distinct().Count());
                    Assert.InRange(nodes.Sum(p.Problem.Price), 0, upper - 1);
                    for (var d = 0; d < 2; d++)
                    {
                        Assert.True(nodes.Sum(n => p.Problem.Capacity(n)[d]) >= Enumerable.Range(0, p.Problem.ReplicaCount).Sum(r => p.Problem.Demand(r)[d]));
                    }
                }
            },
            iter: 100,
            threads: 1);
    }
}
