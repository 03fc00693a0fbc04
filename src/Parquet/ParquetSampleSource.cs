using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Parquet;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Tables;

namespace Placement.Parquet;

/// <summary>Reads samples from a Parquet file. Its columns mean what they would in a CSV file; only those that are needed are read.</summary>
/// <remarks>Row groups are decoded on several threads and handed on in the order of the file. Memory: one row group of the needed columns a thread.</remarks>
/// <param name="path">File path.</param>
/// <param name="options">How to read it; <see langword="null"/> goes by the names of the columns.</param>
/// <param name="threads">Threads that decode, 1 to 64; <see langword="null"/> for the number of processors, at most 8.</param>
public sealed class ParquetSampleSource(string path, TableOptions? options = null, int? threads = null) : ISampleSource
{
    private readonly int _threads = threads is null ? Math.Clamp(Environment.ProcessorCount, 1, 8)
        : threads is >= 1 and <= 64 and var stated ? stated : throw new ArgumentOutOfRangeException(nameof(threads), threads, "Threads must be from 1 to 64.");

    /// <inheritdoc />
    public string Name => path;

    /// <inheritdoc />
    public async IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        var first = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = first.ConfigureAwait(false);
        var columns = first.Schema.Fields.Select(field => field.Name).ToArray();
        var starts = Starts(first);
        var idle = new ConcurrentBag<GroupReader> { new(session, path, columns, options, first) };
        var pending = new Queue<Task<(IReadOnlyList<SampleBatch> Batches, long Rows)>>();
        var (next, rows, samples) = (0, 0L, 0L);
        var opened = new ConcurrentBag<ParquetReader>();
        try
        {
            while (next < starts.Length || pending.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                while (next < starts.Length && pending.Count < _threads)
                {
                    var group = next++;
                    pending.Enqueue(Task.Run(() => DecodeAsync(group), CancellationToken.None));
                }

                var (batches, read) = await pending.Dequeue().ConfigureAwait(false);
                rows += read;
                foreach (var batch in batches)
                {
                    samples += batch.Count;
                    yield return batch;
                }
            }
        }
        finally
        {
            foreach (var task in pending)
            {
                await task.ContinueWith(static done => done.IsCompletedSuccessfully ? done.Result.Batches : [], CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
                    .ContinueWith(static done => done.Result.ToList().ForEach(batch => batch.Dispose()), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
                    .ConfigureAwait(false);
            }

            foreach (var reader in opened)
            {
                await reader.DisposeAsync().ConfigureAwait(false);
            }
        }

        if (rows == 0)
        {
            throw new InvalidTelemetryException($"{path} has no row.");
        }

        session.AddSource(new SourceRecord { Name = path, Sha256 = await FileHash.OfAsync(path, cancellationToken).ConfigureAwait(false), Bytes = new FileInfo(path).Length, Rows = rows, Samples = samples });

        async Task<(IReadOnlyList<SampleBatch> Batches, long Rows)> DecodeAsync(int group)
        {
            if (!idle.TryTake(out var decoder))
            {
                var reader = await OpenAsync(cancellationToken).ConfigureAwait(false);
                opened.Add(reader);
                decoder = new GroupReader(session, path, columns, options, reader);
            }

            var decoded = await decoder.ReadAsync(group, starts[group], cancellationToken).ConfigureAwait(false);
            idle.Add(decoder);
            return decoded;
        }
    }

    /// <summary>The number of the first row of each group, from 1.</summary>
    private static long[] Starts(ParquetReader reader)
    {
        var (starts, row) = (new long[reader.RowGroupCount], 1L);
        for (var group = 0; group < starts.Length; group++)
        {
            starts[group] = row;
            row += reader.RowGroups[group].RowCount;
        }

        return starts;
    }

    private async Task<ParquetReader> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ParquetReader.CreateAsync(path, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException and not FileNotFoundException and not DirectoryNotFoundException and not UnauthorizedAccessException)
        {
            throw new InvalidTelemetryException($"{path} is no readable Parquet file: {error.Message}", error);
        }
    }
}
