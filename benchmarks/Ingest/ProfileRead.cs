using System.Diagnostics;
using Placement.Parquet;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;

namespace Placement.Benchmarks.Ingest;

/// <summary>Ours: the file hashed, parsed, screened, and a profile built of every series.</summary>
internal static class ProfileRead
{
    public static Measured Measure(string file, int threads, bool keepGrid, string answers)
    {
        var clock = Stopwatch.StartNew();
        var session = new IngestSession();
        var window = TelemetryReader.ReadAsync(session, [Source(file, threads)], new ProfileOptions { KeepGrid = keepGrid }).GetAwaiter().GetResult();
        var percentiles = window.Profiles.Select(profile => new Percentiles(profile.Key.Subject, profile.P50, profile.P95, profile.P99)).ToArray();
        var seconds = clock.Elapsed.TotalSeconds;
        if (!keepGrid)
        {
            Percentiles.Save(answers, percentiles);
        }

        return new Measured("placement", seconds, window.Sources[0].Rows, window.Profiles.Count, PeakMemory.Megabytes(), window.Profiles.Sum(profile => profile.Mean * profile.Slots));
    }

    private static ISampleSource Source(string file, int threads) => file.EndsWith(".parquet", StringComparison.Ordinal)
        ? new ParquetSampleSource(file, threads: threads)
        : new CsvSampleSource(file, new CsvSourceOptions { Threads = threads });
}
