using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Placement.Scheduling;

/// <summary>A prepared statement that is bound and run straight on SQLite: a command of ADO.NET makes a reader, binders and copies for every row.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string text)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, text, out _statement), _database);
    }

    /// <summary>Binds text of UTF-8 to a parameter, counted from 1.</summary>
    public void Text(int parameter, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_text(_statement, parameter, value));

    public void Blob(int parameter, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(_statement, parameter, value));

    public void Number(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, parameter, value));

    /// <summary>Runs it to its end; what is bound stays bound.</summary>
    public void Run()
    {
        var answer = raw.sqlite3_step(_statement);
        var reset = raw.sqlite3_reset(_statement);
        Check(answer == raw.SQLITE_DONE ? reset : answer);
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int answer) => SqliteException.ThrowExceptionForRC(answer, _database);
}
