using CsCheck;
using Placement.Telemetry.Quantities;

namespace Placement.Telemetry.Tests.Quantities;

public sealed class QuantityTests
{
    [Fact]
    public void A_demand_rounds_up_and_a_capacity_down()
    {
        Assert.Equal(1501, CpuQuantity.FromCoresRoundedUp(1.5001).Millicores);
        Assert.Equal(1500, CpuQuantity.FromCoresRoundedDown(1.5009).Millicores);
        Assert.Equal(11, ByteQuantity.FromBytesRoundedUp(10.1).Bytes);
        Assert.Equal(10, ByteQuantity.FromBytesRoundedDown(10.9).Bytes);
    }

    [Fact]
    public void Sums_that_overflow_and_differences_below_zero_throw()
    {
        var most = ByteQuantity.FromBytes(long.MaxValue);
        Assert.Throws<OverflowException>(() => most + ByteQuantity.FromBytes(1));
        Assert.Throws<OverflowException>(() => ByteQuantity.Zero - ByteQuantity.FromBytes(1));
        Assert.Throws<OverflowException>(() => most * 2);
        Assert.Throws<OverflowException>(() => CpuQuantity.FromMillicores(5) - CpuQuantity.FromMillicores(6));
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e19)]
    public void What_is_no_amount_is_refused(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CpuQuantity.FromMillicoresRoundedUp(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteQuantity.FromBytesRoundedDown(value));
    }

    [Theory]
    [InlineData("512MiB", 512L << 20)]
    [InlineData("1.5 GB", 1_500_000_000)]
    [InlineData("4Gi", 4L << 30)]
    [InlineData("1024", 1024)]
    [InlineData("10kB", 10_000)]
    [InlineData("2T", 2_000_000_000_000)]
    [InlineData("0.1B", 1)]
    public void Amounts_of_bytes_are_read(string text, long bytes)
    {
        Assert.True(ByteQuantity.TryParseRoundedUp(text, out var quantity));
        Assert.Equal(bytes, quantity.Bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("5XB")]
    [InlineData("-5MB")]
    [InlineData("9e99")]
    public void What_is_no_amount_of_bytes_is_not_read(string text) => Assert.False(ByteQuantity.TryParseRoundedUp(text, out _));

    [Theory]
    [InlineData("1500m", 1500)]
    [InlineData("1.5", 1500)]
    [InlineData("0.0001", 1)]
    public void Amounts_of_cpu_are_read(string text, long millicores)
    {
        Assert.True(CpuQuantity.TryParseRoundedUp(text, out var quantity));
        Assert.Equal(millicores, quantity.Millicores);
    }

    [Fact]
    public void Rounding_brackets_the_measure() =>
        Gen.Double[0, 1e15].Sample(value =>
        {
            Assert.True(CpuQuantity.FromMillicoresRoundedUp(value).Millicores >= value);
            Assert.True(CpuQuantity.FromMillicoresRoundedDown(value).Millicores <= value);
        });
}
