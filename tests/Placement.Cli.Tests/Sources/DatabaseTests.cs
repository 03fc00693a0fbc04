using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Placement.Postgres.Tests;

namespace Placement.Cli.Tests.Sources;

/// <summary>The whole way from a real PostgreSQL to the report.</summary>
public sealed class DatabaseTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const string Usage = "SELECT time, replica, cpu_millicores, memory_bytes FROM usage ORDER BY time, replica";

    private static readonly string[] Report = ["--json", "--no-files", "--time-limit", "60", "--threads", "1"];

    [Fact]
    public async Task The_report_from_PostgreSQL_equals_that_from_CSV_of_the_same_data_to_the_cent()
    {
        using var fleet = await FilledAsync();
        fleet.Write("connection", server.ConnectionString + "\n");

        var csv = await Tool.RunAsync(["report", .. fleet.Inventory, "--telemetry", fleet.UsagePath, .. Report]);
        var stated = await Tool.RunAsync(["report", .. fleet.Inventory, "--database", "postgres:@" + fleet["connection"], "--sql", Usage, .. Report]);
        var address = await Tool.RunAsync(["report", .. fleet.Inventory, "--database", Address, "--sql", Usage, .. Report]);

        Assert.True(csv.Code == 0, csv.Error);
        Assert.True(stated.Code == 0, stated.Error);
        Assert.True(address.Code == 0, address.Error);
        Assert.Contains(Figures(csv.Out), figure => figure.Contains("saved-month", StringComparison.Ordinal));
        Assert.Equal(Figures(csv.Out), Figures(stated.Out));
        Assert.Equal(Figures(csv.Out), Figures(address.Out));
    }

    [Theory]
    [InlineData("SELECT time, replica, cpu_millicores / (cpu_millicores - 1000) AS cpu_millicores FROM usage ORDER BY time", "division by zero")] // in the middle of the rows
    [InlineData("SELECT * FROM nothing", "\"nothing\" does not exist")]
    [InlineData("SELECT time, replica FROM usage", "there is no column \"value\". The columns are time, replica.")]
    [InlineData("SELECT time, replica, cpu_millicores FROM usage WHERE replica = 'none'", "no row")]
    public async Task A_query_that_fails_is_code_3_and_nothing_is_reported(string sql, string message)
    {
        using var fleet = await FilledAsync();

        var run = await Tool.RunAsync(["plan", .. fleet.Inventory, "--database", Address, "--sql", sql, "--out", fleet["plan.json"]]);

        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.True(run.Error.Contains(message, StringComparison.Ordinal), run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(fleet["plan.json"]));
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_refuses_is_code_3_without_the_password()
    {
        Assert.SkipWhen(server.Absent is not null, server.Absent ?? "");
        foreach (var database in new[] { "postgres://reader:secret@127.0.0.1:1/metrics", Address.Replace("postgres@", "nobody:secret@", StringComparison.Ordinal) })
        {
            var run = await Tool.RunAsync("analyze", "--database", database, "--sql", Usage);

            Assert.Equal((3, ""), (run.Code, run.Out));
            Assert.StartsWith("error: postgres 127.0.0.1 fails: ", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
        }
    }

    private string Address => string.Create(CultureInfo.InvariantCulture, $"postgres://postgres@127.0.0.1:{new NpgsqlConnectionStringBuilder(server.ConnectionString).Port}/postgres?timeout=5");

    private async Task<MeasuredFleet> FilledAsync()
    {
        Assert.SkipWhen(server.Absent is not null, server.Absent ?? "");
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var create = new NpgsqlCommand("DROP TABLE IF EXISTS usage; CREATE TABLE usage (time timestamptz, replica text, cpu_millicores bigint, memory_bytes bigint)", connection))
        {
            await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using (var copy = await connection.BeginTextImportAsync("COPY usage FROM STDIN (FORMAT csv, HEADER)", TestContext.Current.CancellationToken))
        {
            await copy.WriteAsync(MeasuredFleet.Csv());
        }

        return new MeasuredFleet();
    }

    private static string[] Figures(string report) => [.. JsonNode.Parse(report)!["figures"]!.AsArray().Select(f => f!.ToJsonString())];
}
