using CsCheck;
using Placement.Backtesting;
using Placement.Construction;
using Placement.Problems;
using Placement.Search;
using Placement.Solving;

namespace Placement.Tests.Backtesting;

public sealed class EffectiveDemandRuleTests
{
    private const int Slots = 13; // not a multiple of a vector

    [Fact]
    public void Opposite_peaks_share_a_node_and_common_ones_do_not()
    {
        // Means 5 and 5 on a node of 10. Opposite: the sum is 10 always. Common: mean 10, and a deviation above it.
        var opposite = Rule([Wave(0), Wave(1)], out var problem, capacity: 10);
        var common = Rule([Wave(0), Wave(0)], out _, capacity: 10);

        Assert.Equal(0, opposite.Measure(problem, 0, [0, 1]));
        Assert.True(common.Measure(problem, 0, [0, 1]) > 0);
    }

    [Fact]
    public void The_rule_is_the_effective_demand_of_the_sum_with_its_covariances() => Usage(5).Sample(rows =>
    {
        var rule = Rule(rows, out var problem, capacity: 0);
        int[] members = [0, 2, 4];
        var sum = Enumerable.Range(0, Slots).Select(slot => members.Sum(p => Math.Ceiling((double)rows[p][slot]))).ToArray();
        var (mean, variance) = (sum.Average(), 0.0);
        foreach (var i in members)
        {
            foreach (var j in members)
            {
                variance += Covariance(rows[i], rows[j]);
            }
        }

        var expected = mean + (Placement.Telemetry.Prediction.EffectiveDemand.Deviations(0.01) * Math.Sqrt(Math.Max(0, variance)));
        Assert.InRange(rule.Measure(problem, 0, members), Math.Floor(expected), Math.Ceiling(expected) + 1);
    });

    [Fact]
    public void The_order_of_the_replicas_does_not_matter() => Usage(6).Sample(rows =>
    {
        var rule = Rule(rows, out var problem, capacity: 1);
        Assert.Equal(rule.Measure(problem, 0, [0, 1, 2, 3, 4, 5]), rule.Measure(problem, 0, [5, 3, 1, 0, 4, 2]));
    });

    [Fact]
    public void What_fits_by_adding_safe_demands_keeps_the_rule() => Usage(6).Sample(rows =>
    {
        var rule = Rule(rows, out _, capacity: 0);
        var safe = rule.SafeDemands().Sum();
        var tight = Rule(rows, out var problem, capacity: safe);
        Assert.Equal(0, tight.Measure(problem, 0, [0, 1, 2, 3, 4, 5]));
    });

    [Fact]
    public void Greedy_and_local_search_keep_the_rule_and_the_search_needs_no_more_nodes() => Usage(8).Sample(rows =>
    {
        var rule = Rule(rows, out var problem, capacity: 150, nodes: 8, price: 1000);
        var greedy = new GreedySolver().Solve(problem, new SolveOptions { WorkLimit = 2_000, TimeLimit = TimeSpan.FromMinutes(1) }, TestContext.Current.CancellationToken);
        var search = new LocalSearchSolver().Solve(problem, new SolveOptions { WorkLimit = 2_000, Threads = 1, Seed = 1, TimeLimit = TimeSpan.FromMinutes(1), Start = greedy.Assignment }, TestContext.Current.CancellationToken);

        foreach (var result in new[] { greedy, search })
        {
            Assert.NotNull(result.Assignment);
            Assert.All(Enumerable.Range(0, 8), node => Assert.Equal(0, rule.Measure(problem, node, [.. Enumerable.Range(0, 8).Where(p => result.Assignment[p] == node)])));
        }

        Assert.True(search.Check!.NodesInUse <= greedy.Check!.NodesInUse);
    }, iter: 20);

    private static Gen<float[][]> Usage(int replicas) => Gen.Int[0, 60].Select(value => (float)value).Array[Slots].Array[replicas];

    private static float[] Wave(int phase) => [.. Enumerable.Range(0, 12).Select(slot => slot % 2 == phase ? 10f : 0f)];

    private static double Covariance(float[] a, float[] b)
    {
        var (meanA, meanB) = (a.Average(v => (double)v), b.Average(v => (double)v));
        return a.Zip(b).Sum(pair => (pair.First - meanA) * (pair.Second - meanB)) / (a.Length - 1);
    }

    private static EffectiveDemandRule Rule(float[][] rows, out PlacementProblem problem, long capacity, int nodes = 1, long price = 1)
    {
        var history = new UsageHistory(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(5), rows[0].Length, 1, [.. rows.Select(row => (ReadOnlyMemory<float>)row)]);
        var rule = new EffectiveDemandRule(history, 0, 0.01);
        problem = PlacementProblem.Create(new ProblemDefinition
        {
            ResourceCount = 1,
            Capacity = [.. Enumerable.Repeat(capacity, nodes)],
            Price = [.. Enumerable.Repeat(price, nodes)],
            Demand = [0],
            DemandClass = new int[rows.Length],
            CustomRules = [rule],
        });
        return rule;
    }
}
