using CsCheck;
using Placement.Search;

namespace Placement.Tests.Search;

public sealed class CoolingScheduleTests
{
    [Fact]
    public void The_temperature_falls_from_hottest_to_coldest_before_and_after_learning() =>
        Gen.Double[0, 1e9].Array[60].Sample(costs =>
        {
            var schedule = new CoolingSchedule(1e6, 1, 0);
            Falls(schedule);
            for (var i = 0; i < costs.Length; i++)
            {
                schedule.Record((double)i / costs.Length, costs[i]);
            }

            schedule.Learn();
            Falls(schedule);
        }, iter: 200);

    [Fact]
    public void The_second_pass_spends_its_time_where_the_first_saw_the_cost_fall()
    {
        var schedule = new CoolingSchedule(1e6, 1, 0);
        for (var share = 0.0; share < 1; share += 0.001)
        {
            // All of the fall is in the middle fifth.
            schedule.Record(share, share < 0.4 ? 1e9 : share < 0.6 ? 1e9 * Math.Pow(10, (0.4 - share) * 20) : 1e5);
        }

        var (hot, cold) = (schedule.Temperature(0.38), schedule.Temperature(0.62));
        schedule.Learn();

        Assert.True(schedule.Temperature(0.15) < hot && schedule.Temperature(0.85) > cold, "less than 70 % of the time is where the cost falls");
    }

    private static void Falls(CoolingSchedule schedule)
    {
        Assert.Equal(1e6, schedule.Temperature(0), 1e6 * 1e-9);
        Assert.Equal(1, schedule.Temperature(1), 1e-9);
        for (var share = 0.0; share < 1; share += 0.01)
        {
            Assert.True(schedule.Temperature(share) >= schedule.Temperature(share + 0.01));
        }
    }
}
