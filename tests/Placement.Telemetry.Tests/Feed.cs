using System.IO.Compression;
using System.Text;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;

namespace Placement.Telemetry.Tests;

/// <summary>Makes feeds and reads them.</summary>
internal static class Feed
{
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static CsvSampleSource Csv(string text, CsvSourceOptions? options = null) => Csv(Encoding.UTF8.GetBytes(text), options);

    public static CsvSampleSource Csv(byte[] bytes, CsvSourceOptions? options = null, int chunkBytes = 1 << 20) =>
        new("feed.csv", () => Telemetry.Sources.Feeds.TextFeed.Open("feed.csv", () => new MemoryStream(bytes)), options, chunkBytes);

    public static Task<TelemetryWindow> ReadAsync(string text, CsvSourceOptions? options = null, ProfileOptions? profile = null, IngestSession? session = null) =>
        ReadAsync(Csv(text, options), profile, session);

    public static Task<TelemetryWindow> ReadAsync(ISampleSource source, ProfileOptions? profile = null, IngestSession? session = null) =>
        TelemetryReader.ReadAsync(session ?? new IngestSession(quarantine: new() { MaxShare = 1 }), [source], profile, new At(Monday.AddYears(1)), cancellationToken: TestContext.Current.CancellationToken);

    public static byte[] Gzip(params byte[][] members)
    {
        using var packed = new MemoryStream();
        foreach (var member in members)
        {
            using var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(member);
        }

        return packed.ToArray();
    }

    /// <summary>A window of gauge samples: (subject, minute, value) of CPU in millicores.</summary>
    public static TelemetryWindow Window(IEnumerable<(string Subject, double Minute, double Value)> samples, ProfileOptions? options = null, IngestSession? session = null)
    {
        session ??= new IngestSession(quarantine: new() { MaxShare = 1 });
        var builder = new ProfileBuilder(session, options, new At(Monday.AddYears(1)));
        using var batch = Batch(session, samples);
        builder.Add(batch);
        return builder.Build();
    }

    public static SampleBatch Batch(IngestSession session, IEnumerable<(string Subject, double Minute, double Value)> samples, SampleMeaning meaning = SampleMeaning.Gauge)
    {
        var batch = new SampleBatch(new SampleOrigin("test", "cpu"), meaning: meaning);
        foreach (var (subject, minute, value) in samples)
        {
            batch.Add(session.Series.GetOrAdd(SeriesKey.ForNode(subject, Resource.Cpu)), Monday.AddMinutes(minute).ToUnixTimeMilliseconds(), value);
        }

        return batch;
    }

    public static SeriesKey Cpu(string node) => SeriesKey.ForNode(node, Resource.Cpu);

    internal sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
