using Npgsql;
using NpgsqlTypes;
using Placement.Scheduling;

namespace Placement.Postgres;

/// <summary>Keeps scheduler state in a PostgreSQL database and elects, among the hosts that share it, the one that acts.</summary>
/// <remarks>
/// One row holds the lead: generation, holder and the time it runs out, by the database's own clock, so the hosts' clocks need not agree. Every append locks that
/// row and compares the generation inside the same transaction, so a leader that was replaced cannot write, whatever it believes. Durability is the
/// server's: <c>synchronous_commit</c> is switched on for each append. A host paused in the middle of an append loses its transaction after 2 s, and with it the lock.
/// </remarks>
public sealed class PostgresStateStore : IStateStore, IAsyncDisposable
{
    // A host that is paused inside a transaction must not keep the others waiting for its locks: the server ends the transaction.
    private const string EndIfIdle = "SET LOCAL idle_in_transaction_session_timeout = '2s'";
    private readonly NpgsqlDataSource _source;
    private readonly string _schema;

    private PostgresStateStore(NpgsqlDataSource source, string schema)
    {
        _source = source;
        _schema = schema;
    }

    /// <summary>Connects, and makes the tables where they do not exist yet.</summary>
    /// <param name="connectionString">An Npgsql connection string.</param>
    /// <param name="schema">The schema that holds the tables, one a fleet: 1 to 50 characters of a-z, 0-9 and '_', beginning with a letter.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="ArgumentException">The schema's name is not permitted.</exception>
    /// <exception cref="NpgsqlException">The database does not answer or refuses.</exception>
    public static async Task<PostgresStateStore> OpenAsync(string connectionString, string schema = "placement", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (schema.Length is 0 or > 50 || !char.IsAsciiLetterLower(schema[0]) || !schema.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
        {
            throw new ArgumentException($"The schema '{schema}' must be 1 to 50 characters of a-z, 0-9 and '_', beginning with a letter.", nameof(schema));
        }

        var store = new PostgresStateStore(NpgsqlDataSource.Create(connectionString), schema);
        try
        {
            await store.CreateTablesAsync(cancellationToken).ConfigureAwait(false);
            return store;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public async Task<StateLease?> TryLeadAsync(string holder, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(
            $"UPDATE {_schema}.lead SET generation = generation + 1, holder = $1, expires = clock_timestamp() + $2 WHERE expires < clock_timestamp() RETURNING generation");
        command.Parameters.AddWithValue(holder);
        command.Parameters.AddWithValue(duration);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is long generation ? new StateLease { Holder = holder, Generation = generation } : null;
    }

    /// <inheritdoc />
    public async Task<bool> RenewAsync(StateLease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        await using var command = _source.CreateCommand($"UPDATE {_schema}.lead SET expires = clock_timestamp() + $2 WHERE generation = $1");
        command.Parameters.AddWithValue(lease.Generation);
        command.Parameters.AddWithValue(duration);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <inheritdoc />
    public async Task ReleaseAsync(StateLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        await using var command = _source.CreateCommand($"UPDATE {_schema}.lead SET expires = '-infinity' WHERE generation = $1");
        command.Parameters.AddWithValue(lease.Generation);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<StoredState> LoadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        var (batch, sequence) = (0L, 0L);
        await using (var command = new NpgsqlCommand($"SELECT last_batch, last_sequence FROM {_schema}.lead", connection, transaction))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            (batch, sequence) = (reader.GetInt64(0), reader.GetInt64(1));
        }

        var entries = new List<StateChange>();
        await using (var command = new NpgsqlCommand($"SELECT key, value FROM {_schema}.state ORDER BY key COLLATE \"C\"", connection, transaction))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                entries.Add(new StateChange { Key = reader.GetString(0), Value = reader.GetFieldValue<byte[]>(1) });
            }
        }

        return new StoredState { Entries = entries, LastBatch = batch, LastSequence = sequence };
    }

    /// <inheritdoc />
    public async Task<AppendOutcome> AppendAsync(StateLease lease, StateBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(batch);
        await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (var command = new NpgsqlCommand($"{EndIfIdle}; SELECT generation, last_batch FROM {_schema}.lead FOR UPDATE", connection, transaction))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (reader.GetInt64(0) != lease.Generation)
            {
                return AppendOutcome.Fenced;
            }

            var last = reader.GetInt64(1);
            if (batch.Number <= last)
            {
                return AppendOutcome.Durable;
            }

            if (batch.Number != last + 1)
            {
                throw new InvalidOperationException($"Batch {batch.Number} does not follow batch {last}, the last durable one.");
            }
        }

        await using (var changes = new NpgsqlBatch(connection, transaction))
        {
            Add(changes, "SET LOCAL synchronous_commit = on");
            AddState(changes, batch);
            AddEvents(changes, batch);
            Add(changes, $"UPDATE {_schema}.lead SET last_batch = $1, last_sequence = GREATEST(last_sequence, $2)", batch.Number, batch.Events.Count == 0 ? 0L : batch.Events[^1].Sequence);
            await changes.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return AppendOutcome.Durable;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<SchedulerEvent>> ReadEventsAsync(long afterSequence, int limit, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand($"SELECT sequence, at, kind, service, replica, node, detail FROM {_schema}.events WHERE sequence > $1 ORDER BY sequence LIMIT $2");
        command.Parameters.AddWithValue(afterSequence);
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var events = new List<SchedulerEvent>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            events.Add(new SchedulerEvent
            {
                Sequence = reader.GetInt64(0),
                At = new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero),
                Kind = Enum.Parse<SchedulerEventKind>(reader.GetString(2)),
                Service = reader.IsDBNull(3) ? null : reader.GetString(3),
                ReplicaId = reader.IsDBNull(4) ? null : reader.GetString(4),
                NodeId = reader.IsDBNull(5) ? null : reader.GetString(5),
                Detail = reader.IsDBNull(6) ? null : reader.GetString(6),
            });
        }

        return events;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static void Add(NpgsqlBatch batch, string sql, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        batch.BatchCommands.Add(command);
    }

    private void AddState(NpgsqlBatch changes, StateBatch batch)
    {
        var written = batch.Changes.Where(c => c.Value is not null).ToList();
        var deleted = batch.Changes.Where(c => c.Value is null).Select(c => c.Key).ToArray();
        if (written.Count > 0)
        {
            Add(
                changes,
                $"INSERT INTO {_schema}.state (key, value) SELECT * FROM unnest($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                written.Select(c => c.Key).ToArray(),
                written.Select(c => c.Value!).ToArray());
        }

        if (deleted.Length > 0)
        {
            Add(changes, $"DELETE FROM {_schema}.state WHERE key = ANY($1)", [deleted]);
        }
    }

    private void AddEvents(NpgsqlBatch changes, StateBatch batch)
    {
        foreach (var e in batch.Events)
        {
            var command = new NpgsqlBatchCommand($"INSERT INTO {_schema}.events (sequence, at, kind, service, replica, node, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)");
            command.Parameters.AddWithValue(e.Sequence);
            command.Parameters.AddWithValue(e.At.UtcTicks); // a timestamp column would round to microseconds
            command.Parameters.AddWithValue(e.Kind.ToString());
            foreach (var text in new[] { e.Service, e.ReplicaId, e.NodeId, e.Detail })
            {
                command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)text ?? DBNull.Value });
            }

            changes.BatchCommands.Add(command);
        }

        if (batch.KeepEventsFrom > 0)
        {
            Add(changes, $"DELETE FROM {_schema}.events WHERE sequence < $1", batch.KeepEventsFrom);
        }
    }

    private async Task CreateTablesAsync(CancellationToken cancellationToken)
    {
        // Two hosts may begin at once: IF NOT EXISTS alone races, so they take turns under an advisory lock that the end of the transaction frees.
        await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(
            $"""
             {EndIfIdle};
             SELECT pg_advisory_xact_lock(hashtext('placement.{_schema}'));
             CREATE SCHEMA IF NOT EXISTS {_schema};
             CREATE TABLE IF NOT EXISTS {_schema}.lead (
                 one boolean PRIMARY KEY DEFAULT true CHECK (one), generation bigint NOT NULL, holder text NOT NULL, expires timestamptz NOT NULL,
                 last_batch bigint NOT NULL, last_sequence bigint NOT NULL);
             CREATE TABLE IF NOT EXISTS {_schema}.state (key text PRIMARY KEY, value bytea NOT NULL);
             CREATE TABLE IF NOT EXISTS {_schema}.events (
                 sequence bigint PRIMARY KEY, at bigint NOT NULL, kind text NOT NULL, service text, replica text, node text, detail text);
             INSERT INTO {_schema}.lead (generation, holder, expires, last_batch, last_sequence) VALUES (0, '', '-infinity', 0, 0) ON CONFLICT DO NOTHING;
             """,
            connection,
            transaction);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
