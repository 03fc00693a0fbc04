using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Placement.Postgres.Tests;

/// <summary>A real PostgreSQL server of the test's own, in a folder of its own, on a free loopback port.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private string _folder = "";
    private int _port;

    /// <summary>Why the tests cannot run here, or null.</summary>
    public string? Absent { get; private set; }

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Timeout=5;Command Timeout=10");

    private static string? Binaries { get; } = Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb"))) : null;

    public async ValueTask InitializeAsync()
    {
        Absent = Binaries is null || Environment.UserName != "root" ? "needs root and Debian's postgresql" : null;
        if (Absent is not null)
        {
            if ((Environment.GetEnvironmentVariable("PLACEMENT_REQUIRE") ?? "").Split(',').Contains("postgres"))
            {
                throw new InvalidOperationException($"The tests on a real PostgreSQL are required here, but cannot run: {Absent}.");
            }

            return;
        }

        _folder = Directory.CreateTempSubdirectory("placement-postgres-").FullName;
        using (var chmod = Process.Start("chmod", ["777", _folder]))
        {
            await chmod.WaitForExitAsync();
        }

        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        await AsPostgresAsync($"{Binaries}/initdb -D {_folder}/data -A trust -U postgres --no-sync");
        await AsPostgresAsync($"{Binaries}/pg_ctl -D {_folder}/data -w -l {_folder}/log -o '-p {_port} -c listen_addresses=127.0.0.1 -k {_folder}' start");
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder.Length > 0)
        {
            await AsPostgresAsync($"{Binaries}/pg_ctl -D {_folder}/data -w -m immediate stop");
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task AsPostgresAsync(string command)
    {
        // The server's own output goes to its log; nothing here may hold its pipes open.
        using var process = Process.Start("su", ["postgres", "-s", "/bin/sh", "-c", $"cd / && {command} >/dev/null 2>&1"]);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{command}' ended with {process.ExitCode}.");
        }
    }
}
