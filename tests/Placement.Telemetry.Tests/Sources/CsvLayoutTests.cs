using System.Text;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;

namespace Placement.Telemetry.Tests.Sources;

public sealed class CsvLayoutTests
{
    private const string Rows = """
        timestamp,node,cpu_millicores,memory_mib
        2026-03-02T00:00:00Z,n1,100,512
        2026-03-02T00:00:00Z,n2,300,1024
        2026-03-02T00:05:00Z,n1,200,512
        2026-03-02T00:05:00Z,n2,400,1024
        """;

    [Fact]
    public async Task A_row_a_sample_gives_a_series_for_each_subject_and_resource()
    {
        var window = await Feed.ReadAsync(Rows);

        Assert.Equal(["node n1 cpu", "node n1 memory", "node n2 cpu", "node n2 memory"], window.Profiles.Select(profile => profile.Key.ToString()));
        Assert.Equal([100f, 200f], window.Find(Feed.Cpu("n1"))!.Row!.Peaks.ToArray());
        Assert.Equal(1024.0 * 1024 * 1024, window.Find(SeriesKey.ForNode("n2", Resource.Memory))!.Max);
        Assert.Equal(Feed.Monday, window.Axis.Start);
        Assert.Equal(2, window.Axis.Count);
    }

    [Fact]
    public async Task A_resource_may_stand_in_a_column_of_its_own()
    {
        var window = await Feed.ReadAsync("""
            time,pod,metric,value
            1772409600,web-0,cpu_cores,0.25
            1772409600,web-0,memory_bytes,1000
            1772409900,web-0,cpu_cores,0.5
            1772409900,web-0,gpu,1
            """);

        Assert.Equal(500, window.Find(SeriesKey.ForReplica("web-0", Resource.Cpu))!.Max);
        Assert.Equal(1000, window.Find(SeriesKey.ForReplica("web-0", Resource.Memory))!.Max);
        Assert.Equal(1, window.Find(SeriesKey.ForReplica("web-0", Resource.FromName("gpu")))!.Max);
    }

    [Fact]
    public async Task A_row_may_hold_a_series()
    {
        var options = new CsvSourceOptions { FirstTime = Feed.Monday, Units = new Dictionary<Resource, ValueUnit> { [Resource.Cpu] = ValueUnit.Millicores } };

        var window = await Feed.ReadAsync("vm,t0,t1,t2\na,1,2,3\nb,4,,6\n", options);

        Assert.Equal([1f, 2f, 3f], window.Find(SeriesKey.ForReplica("a", Resource.Cpu))!.Row!.Peaks.ToArray());
        Assert.Equal([4f, float.NaN, 6f], window.Find(SeriesKey.ForReplica("b", Resource.Cpu))!.Row!.Peaks.ToArray());
        Assert.Equal(1, window.Quarantine.CountOf(FaultRule.Blank));
    }

    [Fact]
    public async Task A_row_may_hold_a_time()
    {
        var options = new CsvSourceOptions { Units = new Dictionary<Resource, ValueUnit> { [Resource.Cpu] = ValueUnit.Cores } };

        var window = await Feed.ReadAsync("time,n1,n2\n2026-03-02 00:00:00,1,2\n2026-03-02 00:05:00,3,4\n", options);

        Assert.Equal([2000f, 4000f], window.Find(Feed.Cpu("n2"))!.Row!.Peaks.ToArray());
    }

    [Theory]
    [InlineData("\uFEFF", "\n", ",")]
    [InlineData("", "\r\n", ",")]
    [InlineData("\uFEFF", "\r\n", ";")]
    [InlineData("", "\n", "\t")]
    public async Task A_mark_line_ends_and_separators_do_not_change_what_is_read(string mark, string end, string separator)
    {
        var text = mark + Rows.ReplaceLineEndings(end).Replace(",", separator, StringComparison.Ordinal);

        Same(await Feed.ReadAsync(Rows), await Feed.ReadAsync(text));
    }

    [Fact]
    public async Task Quotes_and_another_order_of_columns_do_not_change_what_is_read()
    {
        var text = "\"memory_mib\",other,\"node\",cpu_millicores,timestamp\n"
            + string.Join('\n', Rows.Split('\n')[1..].Select(row => row.Trim().Split(',')).Select(f => $"{f[3]},\"x, \"\"y\"\"\",\"{f[1]}\",\"{f[2]}\",{f[0]}"));

        Same(await Feed.ReadAsync(Rows), await Feed.ReadAsync(text));
    }

    [Fact]
    public async Task Columns_are_mapped_by_name_or_number()
    {
        var map = ColumnMap.Parse("time=when,replica=#2,cpu=load");
        var options = new CsvSourceOptions { Map = map, Units = new Dictionary<Resource, ValueUnit> { [Resource.Cpu] = ValueUnit.Millicores } };

        var window = await Feed.ReadAsync("when,who,load\n2026-03-02T01:00:00+01:00,a,7\n", options);

        Assert.Equal(7, window.Find(SeriesKey.ForReplica("a", Resource.Cpu))!.Max);
        Assert.Equal(Feed.Monday, window.Axis.Start);
    }

    [Fact]
    public async Task Gzip_is_told_by_content_and_may_have_several_members()
    {
        var (first, second) = (Rows[..100], Rows[100..]);
        var packed = Feed.Gzip(Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(second));

        Same(await Feed.ReadAsync(Rows), await Feed.ReadAsync(Feed.Csv(packed)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40)]
    public async Task A_truncated_gzip_is_an_error(int cut)
    {
        var text = new StringBuilder("time,node,cpu_cores\n");
        for (var i = 0; i < 5000; i++)
        {
            text.Append("177").Append((i * 7919L) % 10_000_000).Append(",n").Append(i % 7).Append(',').Append(i % 13).Append('\n');
        }

        var packed = Feed.Gzip(Encoding.UTF8.GetBytes(text.ToString()));

        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => Feed.ReadAsync(Feed.Csv(packed[..^cut])));

        Assert.Contains("truncated", error.Message, StringComparison.Ordinal);
        Assert.Contains("feed.csv", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\uFEFF", "is empty")]
    [InlineData("time,node,cpu_cores\n", "no row of data")]
    [InlineData("when,node,cpu_cores\n1,n1,2\n", "there is no column \"time\"")]
    [InlineData("time,who,cpu_cores\n1,n1,2\n", "the unit of column \"who\"")]
    [InlineData("time,node,load\n1,n1,2\n", "there is no column \"value\"")]
    [InlineData("time,node,cpu\n1,n1,2\n", "the unit of column \"cpu\" (cpu) is not stated")]
    public async Task An_unusable_file_is_one_clear_error(string text, string expected)
    {
        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => Feed.ReadAsync(text));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("feed.csv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Small_chunks_give_the_same_profiles_lines_and_hash_as_one()
    {
        var text = new StringBuilder("time,node,cpu_millicores\n");
        for (var i = 0; i < 3000; i++)
        {
            text.Append(1772409600 + (i / 10 * 300)).Append(",node-").Append(i % 10).Append(',').Append(i == 1234 ? "oops" : (i % 997 + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)).Append('\n');
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var whole = await Feed.ReadAsync(Feed.Csv(bytes));
        var parts = await Feed.ReadAsync(Feed.Csv(bytes, chunkBytes: 300));

        Same(whole, parts);
        Assert.Equal(whole.Sources[0], parts.Sources[0]);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), parts.Sources[0].Sha256);
        Assert.Equal(1236, Assert.Single(parts.Quarantine.Examples).Line);
        Assert.Equal(3000, parts.Quarantine.Rows);
    }

    private static void Same(TelemetryWindow expected, TelemetryWindow actual)
    {
        Assert.Equal(expected.Axis, actual.Axis);
        Assert.Equal(expected.Profiles.Select(profile => profile.Key), actual.Profiles.Select(profile => profile.Key));
        foreach (var (one, other) in expected.Profiles.Zip(actual.Profiles))
        {
            Assert.Equal(one.Row!.Peaks.ToArray(), other.Row!.Peaks.ToArray());
        }
    }
}
