using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Parquet;
using Parquet.Schema;
using Placement.Parquet;
using Placement.Parquet.History;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;
using Placement.Telemetry.Sources.DockerStats;
using Placement.Telemetry.Sources.JsonLines;
using Placement.Telemetry.Sources.Prometheus;
using Placement.Telemetry.Sources.Sql;
using Placement.Telemetry.Tests.Sources.Prometheus;

namespace Placement.Cli.Tests.Quality;

/// <summary>The same rows as each kind of feed that there is.</summary>
internal static class FeedFormats
{
    public static readonly string[] Files = ["csv", "csv.gz", "jsonl", "docker", "parquet"];

    public static readonly string[] All = [.. Files, "sqlite", "prometheus", "history"];

    /// <summary>Opens rows as a source; what it needs on the disk is in the folder.</summary>
    public static async Task<ISampleSource> OpenAsync(string kind, IReadOnlyList<Reading> rows, string folder) => kind switch
    {
        "sqlite" => await SqliteAsync(rows),
        "prometheus" => Prometheus(rows),
        "history" => await HistoryAsync(rows, Path.Combine(folder, Guid.NewGuid().ToString("N"))),
        _ => Open(kind, await BytesAsync(kind, rows), folder),
    };

    /// <summary>Opens the bytes of a file.</summary>
    public static ISampleSource Open(string kind, byte[] bytes, string folder)
    {
        var path = Path.Combine(folder, kind == "docker" ? "stats.jsonl" : "usage." + kind);
        File.WriteAllBytes(path, bytes);
        return kind switch
        {
            "jsonl" => new JsonLinesSource(path),
            "docker" => new DockerStatsSource(path),
            "parquet" => new ParquetSampleSource(path),
            _ => new CsvSampleSource(path),
        };
    }

    public static async Task<byte[]> BytesAsync(string kind, IReadOnlyList<Reading> rows) => kind switch
    {
        "jsonl" => Encoding.UTF8.GetBytes(string.Concat(rows.Select(r => $$"""{"time":{{Json(r.Time)}},"replica":{{Json(r.Replica)}},"cpu_millicores":{{Json(r.Cpu)}},"memory_mib":{{Json(r.Memory)}}}""" + "\n"))),
        "docker" => Encoding.UTF8.GetBytes(string.Concat(rows.Select(r => $$"""{"time":{{Json(r.Time)}},"Name":{{Json(r.Replica)}},"CPUPerc":{{Json(Percent(r.Cpu))}},"MemUsage":{{Json(Unless(r.Memory, "0") + "MiB / 2GiB")}}}""" + "\n"))),
        "parquet" => await ParquetAsync(rows),
        "csv.gz" => Gzip(Csv(rows)),
        _ => Csv(rows),
    };

    private static byte[] Csv(IReadOnlyList<Reading> rows) => Encoding.UTF8.GetBytes("time,replica,memory_mib,cpu_millicores\n" + string.Concat(rows.Select(r => $"{r.Time},{r.Replica},{r.Memory},{r.Cpu}\n")));

    private static byte[] Gzip(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(text);
        }

        return packed.ToArray();
    }

    private static string Json(string text) => int.TryParse(text, out _) ? text : JsonSerializer.Serialize(text);

    /// <summary>What docker stats shows of millicores. Its zeros are real, and its "--" is a container that is gone.</summary>
    private static string Percent(string cpu) => int.TryParse(cpu, out var millicores) && millicores > 0 ? (millicores / 10m).ToString(CultureInfo.InvariantCulture) + "%" : Unless(cpu, "0");

    private static string Unless(string text, string gone) => text == gone ? "--" : text;

    private static double? Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static async Task<byte[]> ParquetAsync(IReadOnlyList<Reading> rows)
    {
        var (time, replica, cpu, memory) = (new DataField<string>("time"), new DataField<string>("replica"), new DataField<double?>("cpu_millicores"), new DataField<double?>("memory_mib"));
        using var bytes = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(time, replica, cpu, memory), bytes))
        {
            foreach (var part in rows.Chunk(50))
            {
                using var group = writer.CreateRowGroup();
                await group.WriteAsync(time, part.Select(r => r.Time.Length == 0 ? null : r.Time).ToArray()!);
                await group.WriteAsync(replica, part.Select(r => r.Replica.Length == 0 ? null : r.Replica).ToArray()!);
                await group.WriteAsync<double>(cpu, part.Select(r => Number(r.Cpu)).ToArray());
                await group.WriteAsync<double>(memory, part.Select(r => Number(r.Memory)).ToArray());
            }
        }

        return bytes.ToArray();
    }

    private static async Task<ISampleSource> SqliteAsync(IReadOnlyList<Reading> rows)
    {
        var name = $"Data Source=usage-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        var database = SqliteFactory.Instance.CreateDataSource(name);
        var connection = (SqliteConnection)await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE usage (time TEXT, replica TEXT, cpu_millicores NUMERIC, memory_mib NUMERIC)";
        await command.ExecuteNonQueryAsync();
        command.CommandText = "INSERT INTO usage VALUES ($time, $replica, $cpu, $memory)";
        foreach (var row in rows)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$time", row.Time);
            command.Parameters.AddWithValue("$replica", row.Replica);
            command.Parameters.AddWithValue("$cpu", row.Cpu);
            command.Parameters.AddWithValue("$memory", row.Memory);
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        return new Owning(new SqlSampleSource("sqlite", database, "SELECT * FROM usage"), connection);
    }

    private static PrometheusSource Prometheus(IReadOnlyList<Reading> rows)
    {
        var server = new ScriptedServer((_, path, form, _) => Task.FromResult(
            path.EndsWith("/series", StringComparison.Ordinal) ? ScriptedServer.Series(Reading.Replicas)
            : ScriptedServer.Json(form["query"].StartsWith("cpu", StringComparison.Ordinal) ? Matrix(rows, r => r.Cpu) : Matrix(rows, r => r.Memory))));
        PrometheusQuery Query(Resource resource, string name, double scale) => new() { Kind = SubjectKind.Replica, Resource = resource, Expression = name + "{$match}", Discovery = name, Scale = scale };
        var options = new PrometheusOptions
        {
            Start = Reading.Start,
            End = Reading.Start + (Reading.Slots * Reading.Interval),
            Step = Reading.Interval,
            Queries = [Query(Resource.Cpu, "cpu", 1), Query(Resource.Memory, "memory", 1 << 20)],
            Retries = 0,
        };
        return new(new Uri("http://prometheus.test"), options, server);
    }

    private static string Matrix(IReadOnlyList<Reading> rows, Func<Reading, string> value) =>
        $$$"""{"status":"success","data":{"resultType":"matrix","result":[{{{string.Join(',', rows.GroupBy(r => r.Replica).Select(of =>
            $$$"""{"metric":{"instance":{{{Json(of.Key)}}}},"values":[{{{string.Join(',', of.Select(r => $"[{Seconds(r.Time)},{JsonSerializer.Serialize(value(r))}]"))}}}]}"""))}}}]}}""";

    private static string Seconds(string time) => DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var at) ? at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : "null";

    private static async Task<ISampleSource> HistoryAsync(IReadOnlyList<Reading> rows, string folder)
    {
        var session = new IngestSession(quarantine: new() { MaxShare = 1 });
        using var history = await TelemetryHistory.OpenAsync(folder, new At(Reading.Start.AddDays(2)));
        await history.AppendAsync(session, Open("csv", Csv(rows), Directory.CreateDirectory(folder + ".csv").FullName).ReadAsync(session), new());
        return new HistorySource(folder);
    }

    /// <summary>A source with what has to stay open for it.</summary>
    private sealed class Owning(ISampleSource source, IDisposable owned) : ISampleSource, IDisposable
    {
        public string Name => source.Name;

        public IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, CancellationToken cancellationToken = default) => source.ReadAsync(session, cancellationToken);

        public void Dispose() => owned.Dispose();
    }
}
