using System.IO.Compression;
using System.Text.Json;
using Parquet;
using Parquet.Schema;
using Placement.Telemetry.Samples;

namespace Placement.Parquet.History;

/// <summary>Writes one file of a history. Its columns are named so that other tools can query it.</summary>
internal sealed class HistoryWriter : IAsyncDisposable
{
    public static readonly DateTimeDataField Time = new("time", DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis, isNullable: false);
    public static readonly DataField<string> Kind = new("kind", nullable: false);
    public static readonly DataField<string> Subject = new("subject", nullable: false);
    public static readonly DataField<string> Resource = new("resource", nullable: false);
    public static readonly DataField<double> Value = new("value", nullable: false);
    public static readonly DataField<bool> IsTotal = new("is_total", nullable: false);
    public static readonly DataField<bool> HasRealZeros = new("has_real_zeros", nullable: false);
    public static readonly DataField<long> Capacity = new("capacity", nullable: false);

    /// <summary>The number of the row's series in its row group, for our own reader: see <see cref="HistorySeriesTable"/>.</summary>
    public static readonly DataField<int> Series = new("series", nullable: false);

    private static readonly ParquetSchema Schema = new(Time, Kind, Subject, Resource, Value, IsTotal, HasRealZeros, Capacity, Series);

    /// <summary>The smallest size would be a fifth less, and take eight times as long.</summary>
    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Optimal };

    private readonly FileStream _file;
    private readonly ParquetWriter _writer;
    private readonly HistoryRows _rows = new();
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    private HistoryWriter(FileStream file, ParquetWriter writer) => (_file, _writer) = (file, writer);

    public long Count { get; private set; }

    public static async Task<HistoryWriter> CreateAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        return new(file, await ParquetWriter.CreateAsync(Schema, file, Options, cancellationToken: cancellationToken).ConfigureAwait(false));
    }

    public int NumberOf(HistorySeries series) => _rows.NumberOf(series);

    /// <summary>Adds a sample. Numbers hold until <see cref="FlushWhenFullAsync"/> says that it wrote.</summary>
    public void Add(int series, long time, double value)
    {
        _rows.Add(series, time, value);
        (_first, _last) = (Math.Min(_first, time), Math.Max(_last, time));
        Count++;
    }

    /// <summary>Writes the rows so far once they are many.</summary>
    /// <returns>Whether it wrote; series have new numbers then.</returns>
    public async ValueTask<bool> FlushWhenFullAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count < HistoryRows.PerGroup)
        {
            return false;
        }

        await WriteGroupAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Writes the rest and what the file says of itself, and waits until the disk has it.</summary>
    public async Task CompleteAsync(HistoryMark mark, CancellationToken cancellationToken)
    {
        if (_rows.Count > 0)
        {
            await WriteGroupAsync(cancellationToken).ConfigureAwait(false);
        }

        var footer = new HistoryFooter { First = _first, Last = _last, Mark = mark };
        _writer.CustomMetadata = new Dictionary<string, string> { [HistoryFooter.Key] = JsonSerializer.Serialize(footer, HistoryJson.Default.HistoryFooter) };
        await _writer.DisposeAsync().ConfigureAwait(false);
        _file.Flush(flushToDisk: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteGroupAsync(CancellationToken cancellationToken)
    {
        var (series, of, rows) = (_rows.Series, _rows.SeriesOf, _rows.Ordered());
        using var group = _writer.CreateRowGroup();
        await group.WriteAsync<DateTime>(Time, Column(row => DateTime.UnixEpoch.AddMilliseconds(_rows.Times[row])), cancellationToken: cancellationToken).ConfigureAwait(false);
        await group.WriteAsync(Kind, Column(row => NameOf(series[of[row]].Key.Kind))).ConfigureAwait(false);
        await group.WriteAsync(Subject, Column(row => series[of[row]].Key.Subject)).ConfigureAwait(false);
        await group.WriteAsync(Resource, Column(row => series[of[row]].Key.Resource.Name)).ConfigureAwait(false);
        await group.WriteAsync<double>(Value, Column(row => _rows.Values[row]), cancellationToken: cancellationToken).ConfigureAwait(false);
        await group.WriteAsync<bool>(IsTotal, Column(row => series[of[row]].IsTotal), cancellationToken: cancellationToken).ConfigureAwait(false);
        await group.WriteAsync<bool>(HasRealZeros, Column(row => series[of[row]].HasRealZeros), cancellationToken: cancellationToken).ConfigureAwait(false);
        await group.WriteAsync<long>(Capacity, Column(row => series[of[row]].Capacity), cancellationToken: cancellationToken).ConfigureAwait(false);
        await group.WriteAsync<int>(Series, Column(row => of[row]), null, new() { [HistorySeriesTable.Key] = HistorySeriesTable.Write(series) }, cancellationToken).ConfigureAwait(false);
        group.CompleteValidate();
        _rows.Clear();

        T[] Column<T>(Func<int, T> cell) => Array.ConvertAll(rows, row => cell(row));
    }

    public static string NameOf(SubjectKind kind) => kind == SubjectKind.Node ? "node" : "replica";
}
