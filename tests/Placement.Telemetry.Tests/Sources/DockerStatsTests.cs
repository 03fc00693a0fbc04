using System.Text;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.DockerStats;

namespace Placement.Telemetry.Tests.Sources;

public sealed class DockerStatsTests
{
    private const string Lines = """
        {"BlockIO":"0B / 0B","CPUPerc":"12.50%","Container":"0a1b","ID":"0a1b","MemPerc":"3.1%","MemUsage":"64MiB / 2GiB","Name":"web.1","NetIO":"1kB / 2kB","PIDs":"5"}
        {"BlockIO":"0B / 0B","CPUPerc":"0.00%","Container":"0a1c","ID":"0a1c","MemPerc":"3.1%","MemUsage":"1.5GiB / 2GiB","Name":"db.1","NetIO":"1kB / 2kB","PIDs":"5"}
        """;

    [Fact]
    public async Task Containers_are_replicas_and_sweeps_are_dated_by_the_options()
    {
        var window = await ReadAsync(Lines + "\n\u001b[2J\u001b[H" + Lines, new DockerStatsOptions { FirstTime = Feed.Monday, Interval = TimeSpan.FromMinutes(5) });

        var web = window.Find(SeriesKey.ForReplica("web.1", Resource.Cpu))!;
        Assert.Equal([125f, 125f], web.Row!.Peaks.ToArray());
        Assert.Equal(64 << 20, window.Find(SeriesKey.ForReplica("web.1", Resource.Memory))!.Max);
        Assert.Equal([0f, 0f], window.Find(SeriesKey.ForReplica("db.1", Resource.Cpu))!.Row!.Peaks.ToArray());
        Assert.Equal(0, window.Quarantine.Quarantined);
    }

    [Fact]
    public async Task A_line_may_carry_its_time()
    {
        var window = await ReadAsync("""{"time":"2026-03-02T00:00:00Z","Name":"a","CPUPerc":"1%","MemUsage":"1MiB / 2MiB"}""", null);

        Assert.Equal(Feed.Monday, window.Axis.Start);
    }

    [Theory]
    [InlineData("""{"Name":"a","CPUPerc":"--","MemUsage":"1MiB / 2MiB"}""", "CPUPerc")]
    [InlineData("""{"Name":"a","CPUPerc":"1%","MemUsage":"some / 2MiB"}""", "MemUsage")]
    [InlineData("""{"CPUPerc":"1%","MemUsage":"1MiB / 2MiB"}""", "Name")]
    [InlineData("""{"Name":"a","CPUPerc":""", "")]
    [InlineData("CONTAINER ID   NAME", "")]
    public async Task A_line_that_is_not_what_docker_writes_is_quarantined(string line, string column)
    {
        var window = await ReadAsync(Lines + "\n" + line + "\n", new DockerStatsOptions { FirstTime = Feed.Monday });

        var fault = Assert.Single(window.Quarantine.Examples);
        Assert.Equal((3, column, FaultRule.MalformedRow), (fault.Line, fault.Column, fault.Rule));
    }

    private static Task<Telemetry.Profiles.TelemetryWindow> ReadAsync(string text, DockerStatsOptions? options) =>
        Feed.ReadAsync(new DockerStatsSource("stats.jsonl", () => new MemoryStream(Encoding.UTF8.GetBytes(text)), options));
}
