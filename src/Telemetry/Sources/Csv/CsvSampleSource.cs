using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CsvHelper;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Feeds;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>Reads samples from a CSV file, plain or gzip, or from standard input. docs/telemetry.md describes the layouts.</summary>
/// <remarks>The file is read once, front to back. Chunks of lines are parsed on several threads and handed on in the order of the file.</remarks>
public sealed class CsvSampleSource : ISampleSource
{
    private readonly Func<TextFeed> _open;
    private readonly CsvSourceOptions _options;
    private readonly int _chunkBytes;

    /// <summary>Makes a source of a file.</summary>
    /// <param name="path">File path, or <c>-</c> for standard input. Gzip is told by content.</param>
    /// <param name="options">How to read it; <see langword="null"/> goes by the header.</param>
    public CsvSampleSource(string path, CsvSourceOptions? options = null)
        : this(path, () => TextFeed.Open(path), options)
    {
    }

    /// <summary>Makes a source of any stream.</summary>
    /// <param name="name">Name for messages.</param>
    /// <param name="open">Opens the stream, once a read; the source disposes it.</param>
    /// <param name="options">How to read it; <see langword="null"/> goes by the header.</param>
    public CsvSampleSource(string name, Func<Stream> open, CsvSourceOptions? options = null)
        : this(name, () => TextFeed.Open(name, open), options) => ArgumentNullException.ThrowIfNull(open);

    internal CsvSampleSource(string name, Func<TextFeed> open, CsvSourceOptions? options, int chunkBytes = 1 << 18)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, _open, _options, _chunkBytes) = (name, open, options ?? new CsvSourceOptions(), chunkBytes);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public async IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var feed = _open();
        var chunks = new LineChunker(feed, Name, _chunkBytes);
        var first = chunks.Next() is { Text.Length: > 0 } read ? read : throw new InvalidTelemetryException($"{Name} is empty.");
        var plan = PlanFor(first, out var header);
        var parsers = new ConcurrentBag<ChunkParser>();
        var pending = new Queue<Task<ParsedChunk>>();
        var (rows, samples) = (0L, 0L);
        try
        {
            pending.Enqueue(ParseAsync(first.From(header)));
            while (pending.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                while (pending.Count <= _options.Threads && chunks.Next() is { } chunk)
                {
                    pending.Enqueue(ParseAsync(chunk));
                }

                // The batches of the chunk are the caller's from here on.
                var parsed = await pending.Dequeue().ConfigureAwait(false);
                rows += parsed.Rows;
                samples += parsed.Gauges.Count + parsed.Counters.Count;
                session.Quarantine.Add(parsed.Faults);
                session.Quarantine.CountRows(parsed.Rows);
                yield return parsed.Gauges;
                yield return parsed.Counters;
            }

            if (rows == 0)
            {
                throw new InvalidTelemetryException($"{Name} has a header, but no row of data.");
            }

            session.AddSource(new SourceRecord { Name = Name, Sha256 = feed.Sha256, Bytes = feed.Bytes, Rows = rows, Samples = samples });
        }
        finally
        {
            foreach (var task in pending)
            {
                await task.ContinueWith(static done => done.IsCompletedSuccessfully ? done.Result : null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
                    .ContinueWith(static done => done.Result?.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
                    .ConfigureAwait(false);
            }
        }

        Task<ParsedChunk> ParseAsync(LineChunk chunk) => Task.Run(
            () =>
            {
                using (chunk)
                {
                    var parser = parsers.TryTake(out var free) ? free : new ChunkParser(session, plan);
                    var parsed = parser.Parse(chunk);
                    parsers.Add(parser);
                    return parsed;
                }
            },
            CancellationToken.None);
    }

    private CsvPlan PlanFor(LineChunk first, out int headerBytes)
    {
        using var reader = CsvReader.Create(first.Text, new CsvReaderOptions { HasHeader = _options.HasHeader, Separator = _options.Separator, AllowLineBreaksInQuotes = false });
        reader.ReadHeader();
        var headers = reader.Headers;
        var hasRow = reader.Read();
        headerBytes = hasRow ? checked((int)reader.ByteOffset) : first.Text.Length;
        return _options.HasHeader && headers.Count == 0
            ? throw new InvalidTelemetryException($"{Name} is empty.")
            : CsvPlan.Make(Name, _options, headers, hasRow ? reader.FieldCount : 0, reader.Separator);
    }
}
