using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Tables;

namespace Placement.Telemetry.Sources.Sql;

/// <summary>Reads the rows of a query, from any database with an ADO.NET provider: PostgreSQL, SQLite, DuckDB.</summary>
/// <remarks>
/// The columns of the result mean what they would in a CSV file: <c>SELECT ts AS time, host AS node, cpu AS cpu_percent, rss AS memory_bytes FROM ...</c>. Times may be timestamps (taken as
/// the time zone of the options where they bear none), texts or Unix numbers. Rows are streamed.
/// </remarks>
public sealed class SqlSampleSource : ISampleSource
{
    private const int RowsPerBatch = 8192;

    private readonly DbDataSource _database;
    private readonly string _query;
    private readonly TableOptions _options;

    /// <summary>Makes a source.</summary>
    /// <param name="name">Name for messages, without credentials.</param>
    /// <param name="database">Opens connections; stays the caller's. A provider's <see cref="DbProviderFactory"/> makes one of a connection string.</param>
    /// <param name="query">What to select.</param>
    /// <param name="options">How to read its columns; <see langword="null"/> goes by their names.</param>
    public SqlSampleSource(string name, DbDataSource database, string query, TableOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        (Name, _database, _query, _options) = (name, database, query, options ?? new TableOptions());
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public async IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        var connection = await AskAsync(() => _database.OpenConnectionAsync(cancellationToken).AsTask()).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var command = connection.CreateCommand();
        await using var done = command.ConfigureAwait(false);
#pragma warning disable CA2100 // The query is the caller's own, as the whole source is.
        command.CommandText = _query;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        var reader = await AskAsync(() => command.ExecuteReaderAsync(cancellationToken)).ConfigureAwait(false);
        await using var read = reader.ConfigureAwait(false);
        var table = new TableSamples(session, Name, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], _options);
        var cells = new TableCell[reader.FieldCount];
        var (row, samples) = (0L, 0L);
        while (await AskAsync(() => reader.ReadAsync(cancellationToken)).ConfigureAwait(false))
        {
            foreach (var column in table.Needed)
            {
                cells[column] = reader.IsDBNull(column) ? default : CellOf(reader.GetValue(column));
            }

            table.Add(++row, cells);
            if (row % RowsPerBatch == 0)
            {
                foreach (var batch in table.Take().Batches)
                {
                    samples += batch.Count;
                    yield return batch;
                }
            }
        }

        foreach (var batch in table.Take().Batches)
        {
            samples += batch.Count;
            yield return batch;
        }

        if (row == 0)
        {
            throw new InvalidTelemetryException($"{Name} returns no row for: {_query}");
        }

        session.AddSource(new SourceRecord { Name = Name, Rows = row, Samples = samples });
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (DbException error)
        {
            throw new InvalidTelemetryException($"{Name} fails: {error.Message} Nothing of this query is reported. Query: {_query}", error);
        }
    }

    private TableCell CellOf(object value) => value switch
    {
        string text => TableCell.Of(text),
        DateTime { Kind: DateTimeKind.Unspecified } time => TableCell.AtTime(new DateTimeOffset(time, _options.TimeZone.GetUtcOffset(time)).ToUnixTimeMilliseconds()),
        DateTime time => TableCell.AtTime(new DateTimeOffset(time).ToUnixTimeMilliseconds()),
        DateTimeOffset time => TableCell.AtTime(time.ToUnixTimeMilliseconds()),
        IConvertible number when number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal => TableCell.Of(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => TableCell.Of(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };
}
