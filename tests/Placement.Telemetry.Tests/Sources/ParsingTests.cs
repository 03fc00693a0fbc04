using System.Globalization;
using System.Text;
using CsCheck;
using Placement.Telemetry.Sources.Csv;
using Placement.Telemetry.Sources.Feeds;

namespace Placement.Telemetry.Tests.Sources;

public sealed class ParsingTests
{
    [Fact]
    public void Numbers_read_as_the_platform_reads_them() =>
        Gen.OneOf(Gen.Double, Gen.Double[-1e6, 1e6].Select(value => Math.Round(value, 3)), Gen.Long.Select(value => (double)value)).Sample(value =>
        {
            foreach (var text in new[] { value.ToString("R", CultureInfo.InvariantCulture), value.ToString("F6", CultureInfo.InvariantCulture), value.ToString("0.##", CultureInfo.InvariantCulture) })
            {
                Assert.True(Utf8Number.TryParse(Encoding.UTF8.GetBytes(text), out var read));
                Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), read);
            }
        });

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("12a")]
    [InlineData("1,5")]
    public void What_is_no_number_is_not_read(string text) => Assert.False(Utf8Number.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("2026-03-02T00:00:00Z")]
    [InlineData("2026-03-02 00:00:00")]
    [InlineData("2026-03-02T00:00:00.000Z")]
    [InlineData("2026-03-02T02:30:00+02:30")]
    [InlineData("2026-03-01T19:00:00-05:00")]
    [InlineData("2026-03-02T01:00:00+0100")]
    [InlineData("2026-03-02")]
    [InlineData("Mon, 02 Mar 2026 00:00:00 GMT")]
    [InlineData("1772409600")]
    [InlineData("1772409600.000")]
    [InlineData("1772409600000")]
    [InlineData("1772409600000000")]
    [InlineData("1772409600000000000")]
    public void Times_are_told_by_their_form(string text)
    {
        Assert.True(new Utf8Time(TimeFormat.Auto, TimeZoneInfo.Utc).TryParse(Encoding.UTF8.GetBytes(text), out var time));
        Assert.Equal(Feed.Monday.ToUnixTimeMilliseconds(), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10:30")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("2026-03-02T24:00:00Z")]
    [InlineData("2026-03-02T00:00:00+99:00")]
    [InlineData("soon")]
    public void What_is_no_time_is_not_read(string text) =>
        Assert.False(new Utf8Time(TimeFormat.Auto, TimeZoneInfo.Utc).TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Times_without_an_offset_are_in_the_zone_of_the_options()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("plus2", TimeSpan.FromHours(2), "plus2", "plus2");
        var times = new Utf8Time(TimeFormat.Auto, zone);

        Assert.True(times.TryParse("2026-03-02T02:00:00"u8, out var local));
        Assert.True(times.TryParse("2026-03-02T00:00:00Z"u8, out var utc));
        Assert.Equal((Feed.Monday.ToUnixTimeMilliseconds(), local), (local, utc));
    }

    [Fact]
    public void Written_times_read_back() =>
        Gen.Long[0, 4_000_000_000_000].List[1, 20].Sample(list =>
        {
            var times = new Utf8Time(TimeFormat.Auto, TimeZoneInfo.Utc);
            foreach (var milliseconds in list)
            {
                var text = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
                Assert.True(times.TryParse(Encoding.UTF8.GetBytes(text), out var read));
                Assert.Equal(milliseconds, read);
            }
        });

    [Theory]
    [InlineData("cpu_percent", ValueUnit.Percent)]
    [InlineData("cpu util %", ValueUnit.Percent)]
    [InlineData("cpu%", ValueUnit.Percent)]
    [InlineData("memory (MiB)", ValueUnit.Mebibytes)]
    [InlineData("mem_used_gb", ValueUnit.Gigabytes)]
    [InlineData("cpu_mhz", ValueUnit.Megahertz)]
    [InlineData("container_cpu_usage_seconds", ValueUnit.Cores)]
    public void A_column_may_state_its_unit_in_its_last_word(string column, ValueUnit expected)
    {
        Assert.True(ValueUnits.TryFromColumn(column, out var unit));
        Assert.Equal(expected, unit);
    }
}
