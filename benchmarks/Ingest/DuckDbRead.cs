using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;

namespace Placement.Benchmarks.Ingest;

/// <summary>DuckDB: p50, p95 and p99 of each node, by nearest rank, straight from the CSV with the types stated, or from Parquet.</summary>
internal static class DuckDbRead
{
    public static Measured Measure(string file, int threads, string answers)
    {
        var clock = Stopwatch.StartNew();
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SET threads = {threads}; SET preserve_insertion_order = false;");
        command.ExecuteNonQuery();
        command.CommandText = $"""
            SELECT node, quantile_disc(cpu_millicores, [0.5, 0.95, 0.99]) AS q, count(*) AS n, min(timestamp)
            FROM {Table(file)} GROUP BY node ORDER BY node
            """;
        var percentiles = new List<Percentiles>();
        long rows = 0;
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var q = reader.GetFieldValue<List<double>>(1);
                percentiles.Add(new Percentiles(reader.GetString(0), q[0], q[1], q[2]));
                rows += reader.GetInt64(2);
            }
        }

        var seconds = clock.Elapsed.TotalSeconds;
        Percentiles.Save(answers, percentiles);
        return new Measured("duckdb", seconds, rows, percentiles.Count, PeakMemory.Megabytes(), 0);
    }

    /// <summary>Writes the rows of a CSV file as Parquet, as DuckDB does unless told otherwise: Snappy, 122,880 rows a group.</summary>
    public static void Convert(string csv, string parquet)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET threads = 2; COPY (SELECT * FROM {Table(csv)}) TO {Quoted(parquet)} (FORMAT parquet)";
        command.ExecuteNonQuery();
    }

    private static string Table(string file) => file.EndsWith(".parquet", StringComparison.Ordinal)
        ? $"read_parquet({Quoted(file)})"
        : $$"""read_csv({{Quoted(file)}}, header = true, columns = {'timestamp': 'TIMESTAMP', 'node': 'VARCHAR', 'cpu_millicores': 'DOUBLE'})""";

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
