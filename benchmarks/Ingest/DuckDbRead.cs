using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;

namespace Placement.Benchmarks.Ingest;

/// <summary>DuckDB: p50, p95 and p99 of each node, by nearest rank, straight from the CSV with the types stated.</summary>
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
            FROM read_csv('{file.Replace("'", "''", StringComparison.Ordinal)}', header = true, columns = ['timestamp': 'TIMESTAMP', 'node': 'VARCHAR', 'cpu_millicores': 'DOUBLE'])
            GROUP BY node ORDER BY node
            """.Replace("['timestamp'", "{'timestamp'", StringComparison.Ordinal).Replace("'DOUBLE']", "'DOUBLE'}", StringComparison.Ordinal);
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
}
