using Parquet;
using Parquet.Schema;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Tables;

namespace Placement.Parquet;

/// <summary>Decodes row groups of one open file. Keeps what it learned of subjects between groups; not for two threads at once.</summary>
internal sealed class GroupReader
{
    private readonly string _path;
    private readonly ParquetReader _reader;
    private readonly TableSamples _table;
    private readonly TableCell[] _cells;
    private readonly ColumnReader?[] _columns;

    public GroupReader(IngestSession session, string path, string[] columns, TableOptions? options, ParquetReader reader)
    {
        (_path, _reader) = (path, reader);
        _table = new TableSamples(session, path, columns, options);
        _cells = new TableCell[columns.Length];
        _columns = new ColumnReader?[columns.Length];
        foreach (var column in _table.Needed)
        {
            _columns[column] = ColumnReader.For(path, reader.Schema.Fields[column] as DataField
                ?? throw new InvalidTelemetryException($"{path}, column \"{columns[column]}\": it is a list, map or structure; a plain column is needed."));
        }
    }

    public async Task<(IReadOnlyList<SampleBatch> Batches, long Rows)> ReadAsync(int group, long firstRow, CancellationToken cancellationToken)
    {
        using var reader = _reader.OpenRowGroupReader(group);
        try
        {
            foreach (var column in _table.Needed)
            {
                await _columns[column]!.LoadAsync(reader, cancellationToken).ConfigureAwait(false);
            }

            for (var row = 0; row < reader.RowCount; row++)
            {
                foreach (var column in _table.Needed)
                {
                    _cells[column] = _columns[column]!.Next();
                }

                _table.Add(firstRow + row, _cells);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException and not InvalidTelemetryException)
        {
            throw new InvalidTelemetryException($"{_path}: rows {firstRow} to {firstRow + reader.RowCount - 1} cannot be decoded; the file is cut off or damaged. {error.Message}", error);
        }
        finally
        {
            foreach (var column in _table.Needed)
            {
                _columns[column]!.Release();
            }
        }

        return _table.Take();
    }
}
