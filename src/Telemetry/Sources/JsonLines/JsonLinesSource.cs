using System.Runtime.CompilerServices;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Feeds;
using Placement.Telemetry.Sources.Tables;

namespace Placement.Telemetry.Sources.JsonLines;

/// <summary>Reads JSON lines (one object a line), plain or gzip: <c>{"time":"2026-03-02T00:00:00Z","node":"n1","cpu_millicores":1250,"memory_bytes":734003200}</c>.</summary>
/// <remarks>
/// The names in the objects are the columns, and mean what they would in a CSV file; a name in a nested object is <c>outer.inner</c>. The columns are those of the first
/// thousand lines; lines may leave some out. A line that is no object costs that line.
/// </remarks>
public sealed class JsonLinesSource : ISampleSource
{
    private const int LookAhead = 1000;

    private readonly Func<TextFeed> _open;
    private readonly TableOptions? _options;

    /// <summary>Makes a source of a file.</summary>
    /// <param name="path">File path, or <c>-</c> for standard input. Gzip is told by content.</param>
    /// <param name="options">How to read it; <see langword="null"/> goes by the names.</param>
    public JsonLinesSource(string path, TableOptions? options = null)
        : this(path, () => TextFeed.Open(path), options)
    {
    }

    /// <summary>Makes a source of any stream.</summary>
    /// <param name="name">Name for messages.</param>
    /// <param name="open">Opens the stream, once a read; the source disposes it.</param>
    /// <param name="options">How to read it; <see langword="null"/> goes by the names.</param>
    public JsonLinesSource(string name, Func<Stream> open, TableOptions? options = null)
        : this(name, () => TextFeed.Open(name, open), options) => ArgumentNullException.ThrowIfNull(open);

    private JsonLinesSource(string name, Func<TextFeed> open, TableOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, _open, _options) = (name, open, options);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public async IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        await Task.CompletedTask.ConfigureAwait(false);
        using var feed = _open();
        var chunks = new LineChunker(feed, Name, 1 << 20, eager: true);
        var lines = new List<(long Line, JsonRow Row)>();
        TableSamples? table = null;
        var (columns, rows, samples) = (new Dictionary<string, int>(StringComparer.Ordinal), 0L, 0L);
        while (chunks.Next() is { } chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using (chunk)
            {
                Split(chunk, lines);
            }

            if (table is null && lines.Count < LookAhead)
            {
                continue;
            }

            foreach (var batch in Flush())
            {
                yield return batch;
            }
        }

        foreach (var batch in Flush())
        {
            yield return batch;
        }

        if (rows == 0)
        {
            throw new InvalidTelemetryException($"{Name} is empty.");
        }

        session.AddSource(new SourceRecord { Name = Name, Sha256 = feed.Sha256, Bytes = feed.Bytes, Rows = rows, Samples = samples });

        IReadOnlyList<SampleBatch> Flush()
        {
            if (lines.Count == 0)
            {
                return [];
            }

            table ??= Begin(session, lines, columns);
            var cells = new TableCell[columns.Count];
            foreach (var (line, row) in lines)
            {
                if (row.Fault is { } fault)
                {
                    table.Reject(line, row.Text, fault);
                    continue;
                }

                Array.Clear(cells);
                foreach (var (name, cell) in row.Fields)
                {
                    if (columns.TryGetValue(name, out var column))
                    {
                        cells[column] = cell;
                    }
                }

                table.Add(line, cells);
            }

            lines.Clear();
            var (batches, taken) = table.Take();
            rows += taken;
            samples += batches.Sum(batch => batch.Count);
            return batches;
        }
    }

    private TableSamples Begin(IngestSession session, List<(long Line, JsonRow Row)> lines, Dictionary<string, int> columns)
    {
        foreach (var (name, _) in lines.SelectMany(line => line.Row.Fields))
        {
            columns.TryAdd(name, columns.Count);
        }

        return columns.Count > 0
            ? new TableSamples(session, Name, [.. columns.OrderBy(pair => pair.Value).Select(pair => pair.Key)], _options)
            : throw new InvalidTelemetryException($"{Name}:{lines[0].Line}, value \"{lines[0].Row.Text}\": {lines[0].Row.Fault ?? "the object is empty."} Each line must be a JSON object.");
    }

    private static void Split(LineChunk chunk, List<(long Line, JsonRow Row)> lines)
    {
        var line = chunk.FirstLine - 1;
        var text = chunk.Text.Span;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var row = (end < 0 ? text : text[..end]).Trim("\r \t"u8);
            text = end < 0 ? [] : text[(end + 1)..];
            line++;
            if (!row.IsEmpty)
            {
                lines.Add((line, JsonRow.Read(row)));
            }
        }
    }
}
