using Placement.Bounds;
using Placement.Problems;

namespace Placement.Tests.Search;

public sealed class RoadefStartTests
{
    /// <summary>The last value is the lowest published cost: no bound may be above it.</summary>
    [Theory]
    [InlineData("a1_1", 49_528_750, 44_306_501)]
    [InlineData("a1_2", 1_061_649_570, 777_532_896)]
    [InlineData("a1_3", 583_662_270, 583_005_717)]
    [InlineData("a1_4", 632_499_600, 247_433_844)]
    [InlineData("a1_5", 782_189_690, 727_578_309)]
    [InlineData("a2_1", 391_189_190, 167)]
    [InlineData("a2_2", 1_876_768_120, 720_671_548)]
    [InlineData("a2_3", 2_272_487_840, 1_190_713_414)]
    [InlineData("a2_4", 3_223_516_130, 1_680_609_218)]
    [InlineData("a2_5", 787_355_300, 309_714_522)]
    [InlineData("b_1", 7_644_173_180, 3_307_124_603)]
    [InlineData("b_2", 5_181_493_830, 1_015_517_386)]
    [InlineData("b_3", 6_336_834_660, 156_835_787)]
    [InlineData("b_4", 9_209_576_380, 4_677_817_475)]
    public void The_start_of_a_challenge_instance_is_feasible_and_costs_what_the_challenge_says(string name, long cost, long bestKnown)
    {
        var problem = RoadefInstances.Read(name);

        var check = AssignmentChecker.Check(problem, problem.Start());

        Assert.Empty(check.Violations);
        Assert.Equal(cost, check.Cost.Total);
        Assert.InRange(LoadBalanceBound.Of(problem).Value, LoadBalanceBound.Compute(problem), bestKnown);
    }

    [Theory]
    [InlineData("b_1", 3_290_754_940)]
    [InlineData("b_2", 1_015_153_860)]
    [InlineData("b_3", 156_631_070)]
    [InlineData("b_4", 4_677_767_120)]
    public void The_simple_bound_of_set_B_comes_out_as_published(string name, long bound) =>
        Assert.Equal(bound, LoadBalanceBound.Compute(RoadefInstances.Read(name)));

    [Fact]
    public void Leaving_the_start_of_a1_1_takes_a_move_and_with_that_the_bound_is_the_optimum() =>
        Assert.Equal(44_306_501, LoadBalanceBound.Of(RoadefInstances.Read("a1_1")).Value);
}
