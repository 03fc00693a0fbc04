using System.CommandLine;
using System.IO.Compression;
using Placement.Cli.Options;
using Placement.Parquet;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;
using Placement.Telemetry.Sources.DockerStats;
using Placement.Telemetry.Sources.JsonLines;
using Placement.Telemetry.Sources.Tables;

namespace Placement.Cli.Sources;

/// <summary>Opens telemetry files, each by what its name says it is.</summary>
internal static class FileInput
{
    public static IEnumerable<TelemetryFeed> Open(ParseResult parsed, InputOptions options, bool hasNodes, CliHost host)
    {
        var preset = parsed.GetValue(options.Preset);
        foreach (var path in parsed.GetValue(options.Telemetry) ?? [])
        {
            var feed = Presets.FeedOf(preset, path);
            var csv = feed?.Csv ?? new CsvSourceOptions();
            csv = csv with { Map = MapOf(parsed, options, hasNodes, csv.Map), Units = TelemetryFormatOptions.UnitsOf(parsed.GetValue(options.TelemetryUnits)) is { Count: > 0 } units ? units : csv.Units };
            csv = options.Format.Apply(parsed, csv);
            yield return new TelemetryFeed(path, SourceOf(path, csv, host), feed);
        }
    }

    /// <summary>How the columns of a table that is no file are read.</summary>
    public static TableOptions TableOf(ParseResult parsed, InputOptions options, bool hasNodes) =>
        new() { Map = MapOf(parsed, options, hasNodes, new ColumnMap()), Units = TelemetryFormatOptions.UnitsOf(parsed.GetValue(options.TelemetryUnits)) };

    private static ColumnMap MapOf(ParseResult parsed, InputOptions options, bool hasNodes, ColumnMap standard)
    {
        var map = parsed.GetValue(options.TelemetryColumns) is { } columns ? ColumnMap.Parse(columns) : standard;
        return hasNodes ? map : map with { Kind = SubjectKind.Node };
    }

    private static ISampleSource SourceOf(string path, CsvSourceOptions csv, CliHost host) =>
        EndsWith(path, ".parquet") ? new ParquetSampleSource(path, csv)
        : EndsWith(path, ".jsonl") || EndsWith(path, ".ndjson") || EndsWith(path, ".jsonl.gz") || EndsWith(path, ".ndjson.gz")
            ? IsDockerStats(path) ? new DockerStatsSource(path, null, host.Time) : new JsonLinesSource(path, csv)
        : new CsvSampleSource(path, csv);

    private static bool EndsWith(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the first line is one of docker stats, which no other tool writes.</summary>
    private static bool IsDockerStats(string path)
    {
        using var file = File.OpenRead(path);
        using Stream text = EndsWith(path, ".gz") ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(text);
        return reader.ReadLine()?.Contains("\"CPUPerc\"", StringComparison.Ordinal) == true;
    }
}
