using Placement.Backtesting;

namespace Placement.Tests.Backtesting;

public sealed class UsageHistoryTests
{
    private static UsageHistory One(params float[] row) => new(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(5), row.Length, 1, [row]);

    [Fact]
    public void A_gap_is_filled_with_the_higher_of_its_neighbours()
    {
        Assert.Equal([1, 5, 5, 5], One(1, float.NaN, float.NaN, 5).Row(0, 0).ToArray());
        Assert.Equal([5, 5, 1], One(5, float.NaN, 1).Row(0, 0).ToArray());
        Assert.Equal([3, 3, 3], One(float.NaN, 3, float.NaN).Row(0, 0).ToArray());
    }

    [Fact]
    public void A_row_without_any_sample_is_empty_and_counted_as_missing()
    {
        var history = One(float.NaN, float.NaN);

        Assert.Equal(0, history.Row(0, 0).Length);
        Assert.Equal((2, 2), (history.MissingSamples, history.ExpectedSamples));
        Assert.Null(history.Mean(0, 0));
    }

    [Fact]
    public void The_mean_is_rounded_up() => Assert.Equal(2, One(1, 1, 2).Mean(0, 0));

    [Fact]
    public void A_slice_is_that_part_of_the_time()
    {
        var slice = One(1, 2, 3, 4).Slice(1, 2);

        Assert.Equal([2, 3], slice.Row(0, 0).ToArray());
        Assert.Equal((DateTimeOffset.UnixEpoch.AddMinutes(5), DateTimeOffset.UnixEpoch.AddMinutes(15)), (slice.Start, slice.End));
    }

    [Fact]
    public void Negative_and_infinite_usage_is_refused()
    {
        Assert.Throws<ArgumentException>(() => One(1, -1));
        Assert.Throws<ArgumentException>(() => One(1, float.PositiveInfinity));
    }
}
