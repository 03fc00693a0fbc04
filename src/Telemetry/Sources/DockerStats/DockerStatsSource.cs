using System.Runtime.CompilerServices;
using System.Text;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Feeds;

namespace Placement.Telemetry.Sources.DockerStats;

/// <summary>Reads the lines of <c>docker stats --format json</c>: CPU (100 % is one core) and memory of each container, by name.</summary>
/// <remarks>
/// Docker writes no time. A line may carry one as <c>time</c> or <c>timestamp</c> (ISO 8601 or Unix); else the options date it: each time that a container
/// comes again, a new sweep begins. Terminal codes before a line's first brace are passed over. Zero CPU is real here, since it is rounded to 0.01 %.
/// </remarks>
public sealed class DockerStatsSource : ISampleSource
{
    private readonly Func<TextFeed> _open;
    private readonly DockerStatsOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>Makes a source of a file.</summary>
    /// <param name="path">File path, or <c>-</c> for standard input. Gzip is told by content.</param>
    /// <param name="options">How lines are dated; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">Dates lines when nothing else does; <see langword="null"/> for the system's clock.</param>
    public DockerStatsSource(string path, DockerStatsOptions? options = null, TimeProvider? timeProvider = null)
        : this(path, () => TextFeed.Open(path), options, timeProvider)
    {
    }

    /// <summary>Makes a source of any stream.</summary>
    /// <param name="name">Name for messages.</param>
    /// <param name="open">Opens the stream, once a read; the source disposes it.</param>
    /// <param name="options">How lines are dated; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">Dates lines when nothing else does; <see langword="null"/> for the system's clock.</param>
    public DockerStatsSource(string name, Func<Stream> open, DockerStatsOptions? options = null, TimeProvider? timeProvider = null)
        : this(name, () => TextFeed.Open(name, open), options, timeProvider) => ArgumentNullException.ThrowIfNull(open);

    private DockerStatsSource(string name, Func<TextFeed> open, DockerStatsOptions? options, TimeProvider? timeProvider)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, _open, _options, _clock) = (name, open, options ?? new DockerStatsOptions(), timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public async IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        await Task.CompletedTask.ConfigureAwait(false);
        using var feed = _open();

        var chunks = new LineChunker(feed, Name, 64 * 1024, eager: true);
        var origin = new SampleOrigin(Name, "CPUPerc", "MemUsage") { Zeros = ZeroTrust.Cpu };
        var sweep = new SweepClock(_options, _clock);
        var (rows, samples) = (0L, 0L);
        while (chunks.Next() is { } chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = new SampleBatch(origin);
            var faults = new FaultLog();
            var chunkRows = Parse(chunk, session, sweep, batch, faults);
            rows += chunkRows;
            samples += batch.Count;
            chunk.Dispose();
            session.Quarantine.Add(faults);
            session.Quarantine.CountRows(chunkRows);
            yield return batch;
        }

        if (rows == 0)
        {
            throw new InvalidTelemetryException($"{Name} is empty.");
        }

        session.AddSource(new SourceRecord { Name = Name, Sha256 = feed.Sha256, Bytes = feed.Bytes, Rows = rows, Samples = samples });
    }

    private long Parse(LineChunk chunk, IngestSession session, SweepClock sweep, SampleBatch batch, FaultLog faults)
    {
        var (line, rows) = (chunk.FirstLine - 1, 0L);
        var text = chunk.Text.Span;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var row = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            line++;
            if (row.TrimEnd("\r "u8).IsEmpty)
            {
                continue;
            }

            rows++;
            if (!ContainerUsage.TryRead(row, out var usage, out var column, out var message))
            {
                if (faults.Count(FaultRule.MalformedRow))
                {
                    faults.Keep(new Fault { File = Name, Line = line, Column = column, Value = Encoding.UTF8.GetString(row[..Math.Min(100, row.Length)]), Rule = FaultRule.MalformedRow, Message = message });
                }

                continue;
            }

            var time = sweep.Date(usage);
            batch.Add(session.Series.GetOrAdd(session.Names.KeyOf(SubjectKind.Replica, usage.Name, Resource.Cpu)), time, usage.Millicores, line);
            batch.Add(session.Series.GetOrAdd(session.Names.KeyOf(SubjectKind.Replica, usage.Name, Resource.Memory)), time, usage.Bytes, line, column: 1);
        }

        return rows;
    }
}
