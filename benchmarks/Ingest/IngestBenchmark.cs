using System.Globalization;
using System.Text.Json;

namespace Placement.Benchmarks.Ingest;

/// <summary>
/// Files to profiles. With --rows: CSV, beside a bare CsvHelper read of the same typed columns. With --samples: CSV and then Parquet of the same rows, beside DuckDB computing the same
/// percentiles. Each contender reads the same file in its own process, so that peaks of memory are its own.
/// </summary>
internal static class IngestBenchmark
{
    private const string Usage = """
        usage: ingest --rows N                 N rows of time, node, cpu, memory: ours against a bare CsvHelper read   (default 20000000)
               ingest --samples N --series K   N rows of time, node, cpu, as CSV and as Parquet: ours against DuckDB's p50, p95, p99   (K: default 10000)
               --threads T (default 2)   --repeat R (default 1, the best counts)   --folder PATH (default: the temp folder)
        """;

    public static int Run(string[] args)
    {
        var options = Options(args);
        if (options is null)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        if (options.TryGetValue("child", out var child))
        {
            var file = options["file"];
            var threads = int.Parse(options["threads"], CultureInfo.InvariantCulture);
            var result = child switch
            {
                "bare" => BareRead.Measure(file, hasMemory: options["shape"] == "rows"),
                "convert" => Converted(file, options["answers"]),
                "duckdb" => DuckDbRead.Measure(file, threads, options["answers"]),
                _ => ProfileRead.Measure(file, threads, options["shape"] == "rows", options["answers"]),
            };
            Console.Out.WriteLine(JsonSerializer.Serialize(result));
            return 0;
        }

        var isSamples = options.TryGetValue("samples", out var samples);
        var rows = long.Parse(isSamples ? samples! : options.GetValueOrDefault("rows", "20000000"), CultureInfo.InvariantCulture);
        var series = int.Parse(options.GetValueOrDefault("series", isSamples ? "10000" : "1000"), CultureInfo.InvariantCulture);
        var folder = Directory.CreateDirectory(Path.Combine(options.GetValueOrDefault("folder", Path.GetTempPath()), $"placement-ingest-{Environment.ProcessId}")).FullName;
        try
        {
            var file = Path.Combine(folder, "telemetry.csv");
            var written = TelemetryFile.Write(file, rows, series, withMemory: !isSamples);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows, {series:N0} nodes, {new FileInfo(file).Length / 1e6:N0} MB, written in {written.TotalSeconds:N1} s"));
            var (threads, repeat) = (options.GetValueOrDefault("threads", "2"), int.Parse(options.GetValueOrDefault("repeat", "1"), CultureInfo.InvariantCulture));
            var failed = new Contest(file, folder, rows, isSamples, threads, repeat).Run();
            if (isSamples)
            {
                var parquet = Path.ChangeExtension(file, ".parquet");
                Contest.Start("convert", file, parquet, threads, "samples");
                File.Delete(file);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the same rows as Parquet, {new FileInfo(parquet).Length / 1e6:N0} MB"));
                failed |= new Contest(parquet, folder, rows, isSamples, threads, repeat).Run();
            }

            return failed;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Measured Converted(string csv, string parquet)
    {
        DuckDbRead.Convert(csv, parquet);
        return new Measured("convert", 0, 0, 0, PeakMemory.Megabytes(), 0);
    }

    private static Dictionary<string, string>? Options(string[] args)
    {
        var options = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || args[i] is not ("--rows" or "--samples" or "--series" or "--threads" or "--repeat" or "--folder" or "--child" or "--file" or "--shape" or "--answers"))
            {
                return null;
            }

            options[args[i][2..]] = args[i + 1];
        }

        return options;
    }
}
