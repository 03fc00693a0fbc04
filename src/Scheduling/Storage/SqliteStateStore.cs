using Microsoft.Data.Sqlite;
using Placement.Scheduling.Core;

namespace Placement.Scheduling;

/// <summary>The default store: one SQLite file, for the schedulers of one host.</summary>
/// <remarks>Write-ahead log with full synchronisation: a batch that was answered survives power loss. The lead is an operating-system lock on a file beside
/// the database, so a scheduler that was killed frees it at once; the generation in the database fences whatever it left behind.</remarks>
public sealed class SqliteStateStore : IStateStore, IDisposable
{
    private const int EventsPerRow = 128; // one row a batch where few things happen, yet never much to read for one event
    private readonly Lock _writing = new();
    private readonly Lock _reading = new();
    private readonly string _lockPath;
    private readonly SqliteConnection _writer;
    private readonly SqliteConnection _reader;
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _remove;
    private readonly SqliteStatement _addEvent;
    private readonly RecordBuffer _buffer = new();
    private FileStream? _lock;
    private long _trimmedBefore;

    /// <summary>Opens the store; makes it if it does not exist.</summary>
    /// <param name="path">The database file; its folder is made if needed.</param>
    /// <exception cref="SqliteException">The file cannot be opened or is not a database of this kind.</exception>
    public SqliteStateStore(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _lockPath = path + ".leader";
        _writer = Open(path);
        Execute(_writer, """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA busy_timeout = 5000;
            CREATE TABLE IF NOT EXISTS meta (id INTEGER PRIMARY KEY CHECK (id = 1), generation INTEGER NOT NULL, holder TEXT NOT NULL, last_batch INTEGER NOT NULL, last_sequence INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS events (last INTEGER PRIMARY KEY, value BLOB NOT NULL);
            INSERT OR IGNORE INTO meta VALUES (1, 0, '', 0, 0);
            """);
        _reader = Open(path);
        Execute(_reader, "PRAGMA busy_timeout = 5000; PRAGMA query_only = 1;");
        _put = new SqliteStatement(_writer, "INSERT INTO entries (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        _remove = new SqliteStatement(_writer, "DELETE FROM entries WHERE key = ?1");
        _addEvent = new SqliteStatement(_writer, "INSERT INTO events (last, value) VALUES (?1, ?2)");
    }

    /// <inheritdoc />
    public Task<StateLease?> TryLeadAsync(string holder, TimeSpan duration, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            lock (_writing)
            {
                if (_lock is not null || !TryLock())
                {
                    return null;
                }

                using var command = _writer.CreateCommand();
                command.CommandText = "UPDATE meta SET generation = generation + 1, holder = @holder RETURNING generation";
                command.Parameters.AddWithValue("@holder", holder);
                return new StateLease { Holder = holder, Generation = (long)command.ExecuteScalar()! };
            }
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<bool> RenewAsync(StateLease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return Task.Run(
            () =>
            {
                lock (_writing)
                {
                    return _lock is not null && Scalar(_writer, "SELECT generation FROM meta") == lease.Generation;
                }
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task ReleaseAsync(StateLease lease, CancellationToken cancellationToken)
    {
        lock (_writing)
        {
            _lock?.Dispose();
            _lock = null;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<StoredState> LoadAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            lock (_reading)
            {
                using var transaction = _reader.BeginTransaction(deferred: true);
                var entries = new List<StateChange>();
                using var command = _reader.CreateCommand();
                command.CommandText = "SELECT key, value FROM entries ORDER BY key";
                using (var rows = command.ExecuteReader())
                {
                    while (rows.Read())
                    {
                        entries.Add(new StateChange { Key = rows.GetString(0), Value = rows.GetFieldValue<byte[]>(1) });
                    }
                }

                return new StoredState
                {
                    Entries = entries,
                    LastBatch = Scalar(_reader, "SELECT last_batch FROM meta"),
                    LastSequence = Scalar(_reader, "SELECT last_sequence FROM meta"),
                };
            }
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<AppendOutcome> AppendAsync(StateLease lease, StateBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(batch);
        return Task.Run(
            () =>
            {
                lock (_writing)
                {
                    return Append(lease.Generation, batch);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<SchedulerEvent>> ReadEventsAsync(long afterSequence, int limit, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<SchedulerEvent>>(
        () =>
        {
            lock (_reading)
            {
                using var command = _reader.CreateCommand();
                command.CommandText = "SELECT value FROM events WHERE last > @after ORDER BY last";
                command.Parameters.AddWithValue("@after", afterSequence);
                using var rows = command.ExecuteReader();
                var events = new List<SchedulerEvent>();
                while (events.Count < limit && rows.Read())
                {
                    events.AddRange(StoredEvents.Read(rows.GetFieldValue<byte[]>(0)).Where(e => e.Sequence > afterSequence).Take(limit - events.Count));
                }

                return events;
            }
        },
        cancellationToken);

    /// <summary>Closes the store and gives the lead back.</summary>
    public void Dispose()
    {
        lock (_writing)
        {
            _lock?.Dispose();
            _put.Dispose();
            _remove.Dispose();
            _addEvent.Dispose();
            _buffer.Dispose();
            _writer.Dispose();
        }

        lock (_reading)
        {
            _reader.Dispose();
        }
    }

    private AppendOutcome Append(long generation, StateBatch batch)
    {
        using var transaction = _writer.BeginTransaction(deferred: false);
        if (Scalar(_writer, "SELECT generation FROM meta") != generation)
        {
            return AppendOutcome.Fenced;
        }

        var last = Scalar(_writer, "SELECT last_batch FROM meta");
        if (batch.Number <= last)
        {
            return AppendOutcome.Durable;
        }

        if (batch.Number != last + 1)
        {
            throw new InvalidOperationException($"Batch {batch.Number} follows batch {last}: numbers must follow each other without a gap.");
        }

        for (var i = 0; i < batch.Changes.Count; i++)
        {
            if (batch.Changes is DeferredChanges deferred)
            {
                var (key, record) = deferred.Unwritten(i);
                Put(key, record is null ? default : _buffer.Value(record), record is null);
            }
            else
            {
                var (key, value) = (batch.Changes[i].Key, batch.Changes[i].Value);
                Put(key, value, value is null);
            }
        }

        for (var i = 0; i < batch.Events.Count; i += EventsPerRow)
        {
            var count = Math.Min(EventsPerRow, batch.Events.Count - i);
            _addEvent.Number(1, batch.Events[i + count - 1].Sequence);
            _addEvent.Blob(2, _buffer.Row(batch.Events, i, count));
            _addEvent.Run();
        }

        Finish(batch, transaction);
        transaction.Commit();
        return AppendOutcome.Durable;
    }

    private void Put(string key, ReadOnlySpan<byte> value, bool ends)
    {
        var statement = ends ? _remove : _put;
        statement.Text(1, _buffer.Key(key));
        if (!ends)
        {
            statement.Blob(2, value);
        }

        statement.Run();
    }

    private void Finish(StateBatch batch, SqliteTransaction transaction)
    {
        using var command = _writer.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE meta SET last_batch = @batch, last_sequence = max(last_sequence, @sequence)";
        command.Parameters.AddWithValue("@batch", batch.Number);
        command.Parameters.AddWithValue("@sequence", batch.Events.Count > 0 ? batch.Events[^1].Sequence : 0);
        command.ExecuteNonQuery();
        if (batch.KeepEventsFrom - _trimmedBefore >= 1000)
        {
            _trimmedBefore = batch.KeepEventsFrom;
            command.CommandText = "DELETE FROM events WHERE last < @keep";
            command.Parameters.AddWithValue("@keep", batch.KeepEventsFrom);
            command.ExecuteNonQuery();
        }
    }

    private bool TryLock()
    {
        try
        {
            _lock = new FileStream(_lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static long Scalar(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
