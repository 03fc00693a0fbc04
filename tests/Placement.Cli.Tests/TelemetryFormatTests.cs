using System.Text.Json;

namespace Placement.Cli.Tests;

/// <summary>What the command line can say of a telemetry file that its header does not, on files worked out by hand.</summary>
public sealed class TelemetryFormatTests
{
    private static async Task<JsonElement> AnalyzeAsync(string text, params string[] more)
    {
        using var fleet = new SmallFleet();
        var run = await fleet.RunAsync("analyze", ["--telemetry", fleet.Write("usage.csv", text), "--json", .. more]);
        Assert.True(run.Code == 0, run.Error);
        return JsonDocument.Parse(run.Out).RootElement;
    }

    private static JsonElement Node(JsonElement document, string name, string resource) =>
        document.GetProperty("nodes").EnumerateArray().Single(n => n.GetProperty("name").GetString() == name && n.GetProperty("resource").GetString() == resource);

    [Theory]
    [InlineData("Europe/Berlin", "2025-01-14T23:00:00+00:00")]
    [InlineData("+05:30", "2025-01-14T18:30:00+00:00")]
    [InlineData("UTC", "2025-01-15T00:00:00+00:00")]
    public async Task Times_without_an_offset_are_in_the_stated_zone(string zone, string start)
    {
        var found = await AnalyzeAsync("time,node,cpu_cores\n2025-01-15T00:00:00,n1,1\n2025-01-15T00:05:00,n1,2\n", "--time-zone", zone);

        Assert.Equal(DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture), found.GetProperty("start").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_running_total_becomes_a_rate_and_a_reset_is_counted()
    {
        // 300 core-seconds in 300 s are 1 core; the total then starts again, so that step is unknown; then 600 in 300 s: 2 cores.
        var found = await AnalyzeAsync(
            "time,node,cpu_seconds\n2025-01-15T00:00:00Z,n1,1000\n2025-01-15T00:05:00Z,n1,1300\n2025-01-15T00:10:00Z,n1,10\n2025-01-15T00:15:00Z,n1,610\n",
            "--counters", "cpu");

        Assert.Equal((1500, 2000), (Node(found, "n1", "cpu").GetProperty("mean").GetDouble(), Node(found, "n1", "cpu").GetProperty("max").GetDouble()));
        Assert.Contains(found.GetProperty("data").GetProperty("faults").EnumerateArray(), f => f.GetProperty("rule").GetString() == "CounterReset" && f.GetProperty("count").GetInt32() == 1);
    }

    [Fact]
    public async Task Megahertz_are_turned_into_cores()
    {
        var found = await AnalyzeAsync("time,node,cpu_mhz\n1736899200,n1,1300\n1736899500,n1,5200\n", "--mhz-per-core", "2600");

        Assert.Equal((500, 2000), (Node(found, "n1", "cpu").GetProperty("p50").GetDouble(), Node(found, "n1", "cpu").GetProperty("max").GetDouble()));
    }

    [Fact]
    public async Task A_column_a_machine_can_be_memory_in_a_stated_unit()
    {
        var found = await AnalyzeAsync("\uFEFFtime;n1;n2\r\n1736899200000;1024;2048\r\n1736899500000;1024;4096\r\n", "--wide-resource", "memory", "--telemetry-units", "memory=MiB");

        Assert.Equal((1L << 30, 4L << 30), (Node(found, "n1", "memory").GetProperty("max").GetInt64(), Node(found, "n2", "memory").GetProperty("max").GetInt64()));
    }

    [Fact]
    public async Task A_row_a_machine_starts_when_it_is_said_and_keeps_its_interval()
    {
        var found = await AnalyzeAsync("node,t0,t1,t2\nn1,10,20,30\n", "--telemetry-units", "cpu=percent", "--first-time", "2025-01-15T00:00:00Z", "--interval", "15");

        Assert.Equal((15, 400, 1200), (found.GetProperty("slotMinutes").GetInt32(), Node(found, "n1", "cpu").GetProperty("p50").GetInt32() / 2, Node(found, "n1", "cpu").GetProperty("max").GetInt32()));
        Assert.Equal(new DateTimeOffset(2025, 1, 15, 0, 45, 0, TimeSpan.Zero), found.GetProperty("end").GetDateTimeOffset());
    }

    [Fact]
    public async Task With_the_interval_stated_a_feed_that_lost_every_other_sample_is_half_covered()
    {
        var usage = "time,node,cpu_millicores\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{1736899200 + (i * 600)},n1,{100 + i}\n"));

        var taken = await AnalyzeAsync(usage);
        var stated = await AnalyzeAsync(usage, "--interval", "5");

        Assert.Equal((10, 1.0), (taken.GetProperty("slotMinutes").GetInt32(), Node(taken, "n1", "cpu").GetProperty("coverage").GetDouble()));
        Assert.Equal((5, 20 / 39.0), (stated.GetProperty("slotMinutes").GetInt32(), Node(stated, "n1", "cpu").GetProperty("coverage").GetDouble()));
    }

    [Theory]
    [InlineData("--time-zone", "Mars/Base")]
    [InlineData("--time-zone", "+25:00")]
    [InlineData("--mhz-per-core", "0")]
    [InlineData("--first-time", "noon")]
    [InlineData("--interval", "-5")]
    [InlineData("--telemetry-units", "memory=furlongs")]
    public async Task What_cannot_be_read_is_wrong_usage(string option, string value)
    {
        using var fleet = new SmallFleet();
        var run = await fleet.RunAsync("analyze", "--telemetry", fleet.Write("usage.csv", "time,node,cpu_cores\n2025-01-15T00:00:00Z,n1,1\n"), option, value);

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gzip_file_that_ends_early_is_invalid_input()
    {
        using var fleet = new SmallFleet();
        using var whole = new MemoryStream();
        await using (var zip = new System.IO.Compression.GZipStream(whole, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await zip.WriteAsync(System.Text.Encoding.UTF8.GetBytes("time,node,cpu_cores\n2025-01-15T00:00:00Z,n1,1\n"), TestContext.Current.CancellationToken);
        }

        await File.WriteAllBytesAsync(fleet["usage.csv.gz"], whole.ToArray()[..^9], TestContext.Current.CancellationToken);
        var run = await fleet.RunAsync("analyze", "--telemetry", fleet["usage.csv.gz"]);

        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Contains("gzip", run.Error, StringComparison.OrdinalIgnoreCase);
    }
}
