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
            connection = kind is "POSTGRES" or "POSTGRESQL" ? PostgresOf(connection) : connection;
            DbDataSource database = kind switch
            {
                "POSTGRES" or "POSTGRESQL" => NpgsqlDataSource.Create(connection),
                "SQLITE" => SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder { DataSource = connection, Mode = SqliteOpenMode.ReadOnly }.ConnectionString),
                _ => throw new UsageException($"--database: write postgres:CONNECTION or sqlite:FILE, such as postgres://reader@db/metrics or postgres:Host=db;Database=metrics;Username=reader."),
            };
            var name = kind == "SQLITE" ? $"sqlite {connection}" : $"postgres {new NpgsqlConnectionStringBuilder(connection).Host}";
            return new(name, new SqlSampleSource(name, database, query, table), null) { Owned = database };
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new UsageException($"--database: the connection is not readable: {error.Message}");
        }
    }

    /// <summary>Makes an address as psql takes it, //USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require, a connection string; any other text is one.</summary>
    private static string PostgresOf(string text)
    {
        if (!Uri.TryCreate(text.StartsWith("//", StringComparison.Ordinal) ? "postgres:" + text : text, UriKind.Absolute, out var address) || address.Scheme is not ("postgres" or "postgresql"))
        {
            return text;
        }

        var user = address.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder { Host = address.Host, Port = address.Port > 0 ? address.Port : NpgsqlConnection.DefaultPort };
        foreach (var (key, value) in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => (pair[0], pair.Length > 1 ? pair[1] : ""))
            .Concat([("Username", user[0]), ("Password", user.ElementAtOrDefault(1) ?? ""), ("Database", address.AbsolutePath.Trim('/'))])
            .Where(pair => pair.Item2.Length > 0))
        {
            connection[key] = Uri.UnescapeDataString(value);
        }

        return connection.ConnectionString;
    }
}
