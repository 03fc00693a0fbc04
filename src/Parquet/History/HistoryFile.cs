using System.Text.Json;
using Parquet;
using Parquet.Data;
using Parquet.Schema;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Parquet.History;

/// <summary>One open file of a history. Once open it stays readable, also when its writer takes it away.</summary>
internal sealed class HistoryFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly ParquetReader _reader;

    private HistoryFile(string path, ParquetReader reader, HistoryFooter footer) => (_path, _reader, Footer) = (path, reader, footer);

    public HistoryFooter Footer { get; }

    public int Groups => _reader.RowGroupCount;

    /// <exception cref="FileNotFoundException">The file is gone.</exception>
    /// <exception cref="InvalidTelemetryException">It is no file of a history, or of a later version.</exception>
    public static async Task<HistoryFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: false, cancellationToken: cancellationToken).ConfigureAwait(false);
            var footer = reader.CustomMetadata.TryGetValue(HistoryFooter.Key, out var text) ? JsonSerializer.Deserialize(text, HistoryJson.Default.HistoryFooter) : null;
            return footer is { Version: HistoryFooter.CurrentVersion } ? new(path, reader, footer)
                : throw new InvalidTelemetryException(footer is null
                    ? $"{path} is no file of a history. Take it out of the folder."
                    : $"{path} was written by a later version of this program, layout {footer.Version}; this one reads layout {HistoryFooter.CurrentVersion}.");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw error as InvalidTelemetryException
                ?? new InvalidTelemetryException($"{path} is damaged: {error.Message} Take it out of the folder; its time then counts as missing.", error);
        }
    }

    /// <summary>Reads the rows of a group.</summary>
    public async Task<HistoryRows> ReadAsync(int group, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = _reader.OpenRowGroupReader(group);
            using var times = await ColumnAsync<DateTime>(HistoryWriter.Time).ConfigureAwait(false);
            using var kinds = await ColumnAsync<ReadOnlyMemory<char>>(HistoryWriter.Kind).ConfigureAwait(false);
            using var subjects = await ColumnAsync<ReadOnlyMemory<char>>(HistoryWriter.Subject).ConfigureAwait(false);
            using var resources = await ColumnAsync<ReadOnlyMemory<char>>(HistoryWriter.Resource).ConfigureAwait(false);
            using var values = await ColumnAsync<double>(HistoryWriter.Value).ConfigureAwait(false);
            using var totals = await ColumnAsync<bool>(HistoryWriter.IsTotal).ConfigureAwait(false);
            using var zeros = await ColumnAsync<bool>(HistoryWriter.HasRealZeros).ConfigureAwait(false);
            using var capacities = await ColumnAsync<long>(HistoryWriter.Capacity).ConfigureAwait(false);
            return Rows(times.Values, kinds.Values, subjects.Values, resources.Values, values.Values, totals.Values, zeros.Values, capacities.Values);

            async ValueTask<RawColumnData<T>> ColumnAsync<T>(DataField like)
                where T : struct =>
                (RawColumnData<T>)await reader.ReadRawColumnDataBaseAsync(_reader.Schema.DataFields.Single(field => field.Name == like.Name), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new InvalidTelemetryException($"{_path} is damaged: {error.Message} Take it out of the folder; its time then counts as missing.", error);
        }
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private static HistoryRows Rows(
        ReadOnlySpan<DateTime> times, ReadOnlySpan<ReadOnlyMemory<char>> kinds, ReadOnlySpan<ReadOnlyMemory<char>> subjects, ReadOnlySpan<ReadOnlyMemory<char>> resources,
        ReadOnlySpan<double> values, ReadOnlySpan<bool> totals, ReadOnlySpan<bool> zeros, ReadOnlySpan<long> capacities)
    {
        var rows = new HistoryRows();
        var number = -1;
        for (var row = 0; row < times.Length; row++)
        {
            // Rows of a series follow each other, so that a name is rarely made.
            if (row == 0 || !Same(kinds, row) || !Same(subjects, row) || !Same(resources, row) || totals[row] != totals[row - 1] || zeros[row] != zeros[row - 1] || capacities[row] != capacities[row - 1])
            {
                var kind = kinds[row].Span.SequenceEqual(HistoryWriter.NameOf(SubjectKind.Node)) ? SubjectKind.Node : SubjectKind.Replica;
                number = rows.NumberOf(new(new(kind, subjects[row].ToString(), Resource.FromName(resources[row].ToString())), totals[row], zeros[row], capacities[row]));
            }

            rows.Add(number, (times[row].Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond, values[row]);
        }

        return rows;

        static bool Same(ReadOnlySpan<ReadOnlyMemory<char>> column, int row) => column[row].Span.SequenceEqual(column[row - 1].Span);
    }
}
