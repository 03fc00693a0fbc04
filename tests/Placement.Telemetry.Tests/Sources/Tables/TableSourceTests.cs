using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using Placement.Parquet;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.JsonLines;
using Placement.Telemetry.Sources.Sql;
using Placement.Telemetry.Sources.Tables;

namespace Placement.Telemetry.Tests.Sources.Tables;

/// <summary>The same rows as CSV, JSON lines, Parquet and a query: the same samples, and the same faults.</summary>
public sealed class TableSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("placement-tables-").FullName;

    public static TheoryData<string> Kinds => ["jsonl", "parquet", "duckdb"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_profiles_are_those_of_the_CSV_file(string kind)
    {
        var rows = Enumerable.Range(0, 40_000).Select(i => (Slot: i / 20, Node: $"n{i % 20:00}", Cpu: (i * 7919 % 4000) + 0.25, Memory: (i % 97) == 0 ? (long?)null : 1_000_000 + (i % 1000))).ToList();
        var csv = new StringBuilder("time,node,cpu_millicores,memory_bytes\n");
        rows.ForEach(row => csv.Append(CultureInfo.InvariantCulture, $"{Feed.Monday.AddMinutes(5 * row.Slot):yyyy-MM-ddTHH:mm:ssZ},{row.Node},{row.Cpu},{row.Memory}\n"));

        var expected = await Feed.ReadAsync(csv.ToString());
        var actual = await Feed.ReadAsync(Write(kind, csv.ToString()));

        Assert.Equal(expected.Axis, actual.Axis);
        Assert.Equal(expected.Profiles.Select(Figures), actual.Profiles.Select(Figures));
        Assert.Equal(expected.Quarantine.Counts, actual.Quarantine.Counts);
        Assert.Equal(expected.Sources[0].Rows, actual.Sources[0].Rows);

        static string Figures(UsageProfile profile) => FormattableString.Invariant($"{profile.Key} {profile.Slots} {profile.Mean:R} {profile.P50:R} {profile.P95:R} {profile.Max:R} {profile.Grade}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_fault_is_shown_with_row_column_value_and_rule(string kind)
    {
        var csv = "time,node,cpu_millicores\n2026-03-02T00:00:00Z,n1,10\n2026-03-02T00:05:00Z,n1,oops\nnever,n1,3\n2026-03-02T00:10:00Z,,3\n2026-03-02T00:15:00Z,n1,\n2026-03-02T00:20:00Z,n1,-5\n";

        var window = await Feed.ReadAsync(Write(kind, csv, asText: true));

        const int first = 1; // the first row of data
        Assert.Equal(
            [(first + 1, "cpu_millicores", "oops", FaultRule.UnreadableValue), (first + 2, "time", "never", FaultRule.UnreadableTime), (first + 3, "node", "", FaultRule.UnknownSubject), (first + 4, "cpu_millicores", "", FaultRule.Blank), (first + 5, "cpu_millicores", "-5 millicores", FaultRule.Negative)],
            window.Quarantine.Examples.OrderBy(fault => fault.Line).Select(fault => ((int)fault.Line, fault.Column, fault.Value, fault.Rule)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_table_without_a_needed_column_is_refused_with_the_columns_it_has(string kind)
    {
        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => Feed.ReadAsync(Write(kind, "when_it_was,node,cpu_millicores\n2026-03-02T00:00:00Z,n1,10\n")));

        Assert.Contains("there is no column \"time\". The columns are when_it_was, node, cpu_millicores", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Columns_and_units_are_mapped_as_for_CSV(string kind)
    {
        var options = new TableOptions
        {
            Map = Telemetry.Sources.Csv.ColumnMap.Parse("time=ts,replica=pod,cpu=c"),
            Units = new Dictionary<Resource, Telemetry.Sources.Csv.ValueUnit> { [Resource.Cpu] = Telemetry.Sources.Csv.ValueUnit.Cores },
        };

        var window = await Feed.ReadAsync(Write(kind, "ts,pod,c\n1772409600,web/0,1.5\n", options));

        Assert.Equal(1500, window.Find(SeriesKey.ForReplica("web/0", Resource.Cpu))!.Max);
    }

    [Fact]
    public async Task A_damaged_Parquet_file_is_an_error_that_names_it()
    {
        var path = Path.Combine(_folder, "cut.parquet");
        Write("parquet", "time,node,cpu_millicores\n2026-03-02T00:00:00Z,n1,10\n");
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(Path.Combine(_folder, "usage.parquet"), TestContext.Current.CancellationToken))[..^20], TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => Feed.ReadAsync(new ParquetSampleSource(path)));

        Assert.Contains("cut.parquet is no readable Parquet file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_fails_is_an_error_with_the_query()
    {
        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => Feed.ReadAsync(new SqlSampleSource("duckdb", DuckDBClientFactory.Instance.CreateDataSource("DataSource=:memory:"), "SELECT nothing FROM nowhere")));

        Assert.Contains("Query: SELECT nothing FROM nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_are_no_objects_and_nested_ones_are_told_apart()
    {
        var lines = "{\"time\":1772409600,\"node\":\"n1\",\"usage\":{\"cpu_cores\":0.5}}\n[1]\n{\"time\":1772409900,\"node\":\"n1\",\"usage\":{\"cpu_co\n{\"time\":1772409900,\"node\":\"n1\",\"usage\":{\"cpu_cores\":0.7}}\n";
        var options = new TableOptions { Map = Telemetry.Sources.Csv.ColumnMap.Parse("cpu=usage.cpu_cores") };

        var window = await Feed.ReadAsync(new JsonLinesSource("x.jsonl", () => new MemoryStream(Encoding.UTF8.GetBytes(lines)), options));

        Assert.Equal(700, window.Profiles[0].Max);
        Assert.Equal([2L, 3L], window.Quarantine.Examples.Where(fault => fault.Rule == FaultRule.MalformedRow).Select(fault => fault.Line));
    }

    [Fact]
    public async Task The_bitbrains_fragments_read_from_Parquet_equal_a_query_on_them()
    {
        var (fragments, tasks) = (SharedData.Find("bitbrains-small/fragments.parquet"), SharedData.Find("bitbrains-small/tasks.parquet"));
        const string columns = "time, node, cpu_mhz";
        var query = $"""
            SELECT epoch_ms((t.submission_time + sum(f.duration) OVER (PARTITION BY f.id ORDER BY f.n) - f.duration)::BIGINT) AS time, f.id AS node, f.cpu_usage AS cpu_mhz
            FROM (SELECT *, row_number() OVER () AS n FROM '{fragments}') f JOIN '{tasks}' t ON t.id = f.id ORDER BY f.n
            """;
        var path = Path.Combine(_folder, "bitbrains.parquet");
        Execute($"COPY (SELECT {columns} FROM ({query})) TO '{path}' (FORMAT parquet)");
        var options = new TableOptions { MegahertzPerCore = 2926, Zeros = ZeroTrust.Cpu };

        var file = await Feed.ReadAsync(new ParquetSampleSource(path, options));
        var asked = await Feed.ReadAsync(new SqlSampleSource("duckdb", DuckDBClientFactory.Instance.CreateDataSource("DataSource=:memory:"), query, options));

        Assert.Equal(50, file.Profiles.Count);
        Assert.Equal(276_979, file.Sources[0].Rows);
        Assert.Equal(asked.Profiles.Select(p => (p.Key, p.Mean, p.P95, p.Max)), file.Profiles.Select(p => (p.Key, p.Mean, p.P95, p.Max)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Execute(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private ISampleSource Write(string kind, string csv, TableOptions? options = null, bool asText = false)
    {
        var path = Path.Combine(_folder, "usage.csv");
        File.WriteAllText(path, csv);
        var rows = $"SELECT * FROM read_csv('{path}', header = true, delim = ','{(asText ? ", all_varchar = true, nullstr = 'no such text'" : "")})";
        switch (kind)
        {
            case "duckdb":
                return new SqlSampleSource("duckdb", DuckDBClientFactory.Instance.CreateDataSource("DataSource=:memory:"), rows, options);
            case "parquet":
                Execute($"COPY ({rows}) TO '{Path.Combine(_folder, "usage.parquet")}' (FORMAT parquet, ROW_GROUP_SIZE 4096)");
                return new ParquetSampleSource(Path.Combine(_folder, "usage.parquet"), options);
            default:
                Execute($"COPY ({rows}) TO '{Path.Combine(_folder, "usage.jsonl")}' (FORMAT json)");
                return new JsonLinesSource(Path.Combine(_folder, "usage.jsonl"), options);
        }
    }
}
