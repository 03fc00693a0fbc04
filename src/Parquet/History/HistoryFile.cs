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
                    : $"{path} was written by another version of this program, layout {footer.Version}; this one reads layout {HistoryFooter.CurrentVersion}.");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw error as InvalidTelemetryException
                ?? new InvalidTelemetryException($"{path} is damaged: {error.Message} Take it out of the folder; its time then counts as missing.", error);
        }
    }

    /// <summary>Reads the rows of a group, none when it has none of the series that are wanted.</summary>
    public async Task<HistoryRows> ReadAsync(int group, Func<SeriesKey, bool>? wants, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = _reader.OpenRowGroupReader(group);
            var series = HistorySeriesTable.Read(reader.GetCustomMetadata(Field(HistoryWriter.Series))[HistorySeriesTable.Key]);
            var wanted = wants is null ? null : Array.ConvertAll(series, one => wants(one.Key));
            if (wanted?.Contains(true) == false)
            {
                return new HistoryRows();
            }

            using var numbers = await ColumnAsync<int>(HistoryWriter.Series).ConfigureAwait(false);
            using var times = await ColumnAsync<DateTime>(HistoryWriter.Time).ConfigureAwait(false);
            using var values = await ColumnAsync<double>(HistoryWriter.Value).ConfigureAwait(false);
            return HistoryRows.Of(series, numbers.Values, times.Values, values.Values, wanted);

            async ValueTask<RawColumnData<T>> ColumnAsync<T>(DataField like)
                where T : struct =>
                (RawColumnData<T>)await reader.ReadRawColumnDataBaseAsync(Field(like), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new InvalidTelemetryException($"{_path} is damaged: {error.Message} Take it out of the folder; its time then counts as missing.", error);
        }
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private DataField Field(DataField like) => _reader.Schema.DataFields.Single(field => field.Name == like.Name);
}
