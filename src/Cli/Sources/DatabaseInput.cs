using System.CommandLine;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Placement.Cli.Options;
using Placement.Telemetry.Sources.Sql;
using Placement.Telemetry.Sources.Tables;

namespace Placement.Cli.Sources;

/// <summary>Opens a query on a database.</summary>
internal static class DatabaseInput
{
    public static TelemetryFeed Open(ParseResult parsed, SourceOptionSet options, TableOptions table)
    {
        var (text, query) = (parsed.GetValue(options.Database), parsed.GetValue(options.Sql));
        if (text is null || query is null)
        {
            throw new UsageException("--database and --sql belong together: where to ask, and what.");
        }

        var (kind, connection) = text.Split(':', 2) is [var one, { Length: > 0 } two] ? (one.ToUpperInvariant(), two) : ("", "");
        connection = connection.StartsWith('@') ? File.ReadAllText(connection[1..]).Trim() : connection;
        try
        {
            DbDataSource database = kind switch
            {
                "POSTGRES" => NpgsqlDataSource.Create(connection),
                "SQLITE" => SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder { DataSource = connection, Mode = SqliteOpenMode.ReadOnly }.ConnectionString),
                _ => throw new UsageException($"--database: write postgres:CONNECTION or sqlite:FILE, such as postgres:Host=db;Database=metrics;Username=reader."),
            };
            var name = kind == "SQLITE" ? $"sqlite {connection}" : $"postgres {new NpgsqlConnectionStringBuilder(connection).Host}";
            return new(name, new SqlSampleSource(name, database, query, table), null) { Owned = database };
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new UsageException($"--database: the connection is not readable: {error.Message}");
        }
    }
}
