using CsCheck;
using Placement.Backtesting;
using Placement.Problems;
using Placement.Studies;
using Placement.Tests.Studies;

namespace Placement.Tests.Backtesting;

public sealed class BacktestTests
{
    // Two replicas of 300 m on nodes of 1000 m; in the second half replica 1 jumps to 800 m for the given slots.
    private static StudyInput Jump(int from, int to) => SmallFleet.Input(
        [(1, 1000, 1000), (1, 1000, 1000)],
        [(0, 300, 10), (1, 300, 10)],
        slots: 10,
        usage: (replica, resource, slot) => resource == 1 ? 10 : replica == 1 && slot >= from && slot < to ? 800 : 300);

    [Fact]
    public void Overload_on_unseen_time_is_counted_for_the_plan_and_for_the_current_assignment()
    {
        var backtest = SmallFleet.Run(Jump(7, 9)).Backtest!;

        // Planned on slots 0 to 4 both fit on one node; in slots 7 and 8 it would have used 1100 of 1000 m: 10 minutes.
        Assert.Equal((10.0, 0.0), (backtest.Plan!.OverloadMinutes, backtest.Current.OverloadMinutes));
        var cpu = Assert.Single(backtest.Plan.Nodes, n => n.Resource == 0);
        Assert.Equal((2, 2, 1100L, 2, 2), (cpu.OverloadSlots, cpu.HotSlots, cpu.Peak, cpu.PeakSlot, cpu.LongestHotStart));
        // The node of replica 1 is above 70 % now, too.
        Assert.Equal(10.0, backtest.Current.HotMinutes);
        Assert.Equal(SmallFleet.Start.AddMinutes(25), backtest.Split);
    }

    [Fact]
    public void The_plan_does_not_look_at_the_time_it_is_tested_on()
    {
        var calm = SmallFleet.Run(Jump(10, 10)).Backtest!;
        var jumpy = SmallFleet.Run(Jump(5, 10)).Backtest!;

        Assert.Equal(calm.Solved.Assignment, jumpy.Solved.Assignment);
        Assert.Equal((0.0, 25.0), (calm.Plan!.OverloadMinutes, jumpy.Plan!.OverloadMinutes));
    }

    [Fact]
    public void A_replay_equals_adding_up_slot_by_slot() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 6], Gen.Int[1, 12], Gen.Int[0, 1_000_000]).Sample((nodes, replicas, slots, seed) =>
        {
            var random = new Random(seed);
            var rows = Enumerable.Range(0, replicas).Select(_ => (ReadOnlyMemory<float>)Enumerable.Range(0, slots).Select(_ => (float)random.Next(0, 50)).ToArray()).ToList();
            var history = new UsageHistory(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1), slots, 1, rows);
            int[] at = [.. Enumerable.Range(0, replicas).Select(_ => random.Next(-1, nodes))];
            long[] capacity = [.. Enumerable.Range(0, nodes).Select(_ => (long)random.Next(1, 120))];
            var replay = UsageReplay.Run(history, new Assignment(at), capacity, 50, new long[replicas]);

            for (var slot = 0; slot < slots; slot++)
            {
                var used = Enumerable.Range(0, nodes).Select(n => Enumerable.Range(0, replicas).Where(p => at[p] == n).Sum(p => (double)rows[p].Span[slot])).ToArray();
                Assert.Equal(used.Where((u, n) => u > capacity[n]).Count(), replay.OverloadedNodesBySlot[slot]);
                Assert.Equal(used.Where((u, n) => u > capacity[n] * 0.5).Count(), replay.HotNodesBySlot[slot]);
            }

            Assert.Equal(replay.OverloadedNodesBySlot.Sum(), replay.Nodes.Sum(n => n.OverloadSlots));
            Assert.All(replay.Nodes, n => Assert.True(n.LongestHotSlots <= n.HotSlots && n.OverloadSlots <= n.HotSlots && n.Mean <= n.Peak));
        }, iter: 200);

    [Fact]
    public void The_same_input_gives_the_same_backtest_twice()
    {
        BacktestResult Run() => SmallFleet.Run(Jump(6, 8)).Backtest!;
        var (first, second) = (Run(), Run());

        Assert.Equal(first.Solved.Assignment, second.Solved.Assignment);
        Assert.Equal(first.Plan!.Nodes, second.Plan!.Nodes);
        Assert.Equal(first.Plan.HotNodesBySlot, second.Plan.HotNodesBySlot);
    }

    [Fact]
    public void A_replica_without_samples_is_charged_with_its_demand()
    {
        var history = new UsageHistory(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1), 2, 1, [new float[] { 1, 1 }, ReadOnlyMemory<float>.Empty]);

        var replay = UsageReplay.Run(history, new Assignment([0, 0]), [10], 100, [5, 7]);

        Assert.Equal((8L, 1), (Assert.Single(replay.Nodes).Peak, replay.ReplicasWithoutSamples));
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(2, 99, 1)]
    [InlineData(100, 50, 50)]
    public void Both_parts_of_the_telemetry_have_at_least_one_slot(int slots, int percent, int split) => Assert.Equal(split, Backtest.SplitSlot(slots, percent));
}
