using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Placement.Scheduling;

namespace Placement.Benchmarks.Online;

/// <summary>What the machine gives at most: the same keys and bytes in as many transactions, by prepared statements of Microsoft.Data.Sqlite and nothing around them.</summary>
internal static class BareSqlite
{
    private const string Setting = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE entries (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;";

    /// <summary>Gives the seconds that rows take in so many transactions.</summary>
    public static double Write(IReadOnlyList<StateChange> rows, long transactions, string folder)
    {
        using var file = new StoreFile(folder);
        using var connection = Open(file.Path);
        using var put = Put(connection);
        var groups = rows.Chunk((int)((rows.Count + transactions - 1) / transactions)).ToList();
        var clock = Stopwatch.StartNew();
        foreach (var group in groups)
        {
            using var transaction = connection.BeginTransaction();
            put.Transaction = transaction;
            foreach (var row in group)
            {
                put.Parameters[0].Value = row.Key;
                put.Parameters[1].Value = row.Value;
                put.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Gives the commits a second of one small row each.</summary>
    public static double CommitsPerSecond(string folder, int commits)
    {
        using var file = new StoreFile(folder);
        using var connection = Open(file.Path);
        using var put = Put(connection);
        put.Parameters[1].Value = new byte[100];
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < commits; i++)
        {
            put.Parameters[0].Value = $"key/{i}";
            put.ExecuteNonQuery();
        }

        return commits / clock.Elapsed.TotalSeconds;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var setting = connection.CreateCommand();
        setting.CommandText = Setting;
        setting.ExecuteNonQuery();
        return connection;
    }

    private static SqliteCommand Put(SqliteConnection connection)
    {
        var put = connection.CreateCommand();
        put.CommandText = "INSERT INTO entries (key, value) VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        put.Parameters.Add(new SqliteParameter { ParameterName = "@key" });
        put.Parameters.Add(new SqliteParameter { ParameterName = "@value" });
        return put;
    }
}
