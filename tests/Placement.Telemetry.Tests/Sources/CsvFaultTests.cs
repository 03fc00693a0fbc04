using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;

namespace Placement.Telemetry.Tests.Sources;

public sealed class CsvFaultTests
{
    private const string Header = "time,node,cpu_percent\n";

    [Theory]
    [InlineData("yesterday,n1,5", FaultRule.UnreadableTime, "time", "yesterday")]
    [InlineData("1772409600,n1,five", FaultRule.UnreadableValue, "cpu_percent", "five")]
    [InlineData("1772409600,,5", FaultRule.UnknownSubject, "node", "")]
    [InlineData("1772409600,n1,5,6", FaultRule.MalformedRow, "", "1772409600,n1,5,6")]
    [InlineData("1772409600,n1", FaultRule.MalformedRow, "", "1772409600,n1")]
    [InlineData("1772409600,\"n1,5", FaultRule.MalformedRow, "", "1772409600,\"n1,5")]
    [InlineData("1772409600,n9,5", FaultRule.UnknownCapacity, "cpu_percent", "5")]
    [InlineData("1772409600,n1,-3", FaultRule.Negative, "cpu_percent", "-60 millicores")]
    [InlineData("1772409600,n1,999", FaultRule.AboveCapacity, "cpu_percent", "19980 millicores")]
    [InlineData("1772409600,n1,1e999", FaultRule.NotFinite, "cpu_percent", "Infinity millicores")]
    [InlineData("1972409600,n1,5", FaultRule.Future, "cpu_percent", "100 millicores")]
    [InlineData("1772409600,n1,", FaultRule.Blank, "cpu_percent", "")]
    [InlineData("1772409600,n1,N/A", FaultRule.Marker, "cpu_percent", "N/A")]
    [InlineData("1772409600,n1,0.0", FaultRule.SuspectZero, "cpu_percent", "0 millicores")]
    public async Task A_bad_row_is_reported_with_file_line_column_value_and_rule(string row, FaultRule rule, string column, string value)
    {
        var window = await ReadAsync(Header + "1772409600,n1,5\n\n" + row + "\n1772409900,n1,7\n");

        var fault = Assert.Single(window.Quarantine.Examples);
        Assert.Equal(("feed.csv", 4, column, value, rule), (fault.File, fault.Line, fault.Column, fault.Value, fault.Rule));
        Assert.NotEmpty(fault.Message);
        Assert.Equal([100f, 140f], window.Find(Feed.Cpu("n1"))!.Row!.Peaks.ToArray());
        Assert.Equal(Quarantine.SetsAside(rule) ? 1 : 0, window.Quarantine.Quarantined);
    }

    [Fact]
    public async Task A_bad_quote_does_not_swallow_the_rows_after_it()
    {
        var window = await ReadAsync(Header + "1772409600,\"n1,5\n1772409600,n1,5\n1772409900,n1,7\n");

        Assert.Equal(2, window.Find(Feed.Cpu("n1"))!.Slots);
    }

    [Fact]
    public async Task A_duplicate_counts_at_its_higher_value_and_a_late_sample_in_its_own_slot()
    {
        var window = await ReadAsync(Header + "1772409600,n1,5\n1772409600,n1,3\n1772410200,n1,7\n1772409900,n1,6\n1772410500,n1,2\n1772410500,n1,9\n");

        Assert.Equal([100f, 120f, 140f, 180f], window.Find(Feed.Cpu("n1"))!.Row!.Peaks.ToArray());
        Assert.Equal(2, window.Quarantine.CountOf(FaultRule.Duplicate));
        Assert.Equal(1, window.Quarantine.CountOf(FaultRule.OutOfOrder));
        Assert.Equal(0, window.Quarantine.Quarantined);
    }

    [Fact]
    public async Task Too_many_bad_rows_stop_the_ingest_with_the_first_of_them()
    {
        var text = Header + string.Concat(Enumerable.Range(0, 99).Select(i => $"{1772409600 + (i * 300)},n1,{(i % 50 == 7 ? "bad" : "5")}\n"));

        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => ReadAsync(text, new QuarantineOptions()));

        Assert.Contains("2 of 99 rows", error.Message, StringComparison.Ordinal);
        Assert.Equal([9, 59], error.Faults.Select(fault => fault.Line));
        Assert.Equal(99, (await ReadAsync(text, new QuarantineOptions { MaxShare = 0.05 })).Quarantine.Rows);
    }

    [Fact]
    public async Task A_counter_becomes_a_rate_and_a_reset_a_missing_slot()
    {
        // Core-seconds: 30 in 300 s are 100 millicores; then 60; then a reset to 5, then 65 in 300 s.
        var options = new CsvSourceOptions { Counters = new HashSet<Resource> { Resource.Cpu } };
        var window = await Feed.ReadAsync("time,node,cpu_seconds\n1772409600,n1,1000\n1772409900,n1,1030\n1772410200,n1,1090\n1772410500,n1,5\n1772410800,n1,70\n", options);

        var profile = window.Find(Feed.Cpu("n1"))!;
        Assert.Equal([100f, 200f, float.NaN, 216.7f], profile.Row!.Peaks.ToArray().Select(peak => MathF.Round(peak, 1)));
        Assert.Equal(FaultRule.CounterReset, Assert.Single(profile.Faults).Rule);
    }

    private static Task<TelemetryWindow> ReadAsync(string text, QuarantineOptions? quarantine = null)
    {
        var capacities = new CapacityTable();
        capacities.Set(Feed.Cpu("n1"), 2000);
        return Feed.ReadAsync(Feed.Csv(text), session: new IngestSession(capacities, quarantine ?? new QuarantineOptions { MaxShare = 1 }));
    }
}
