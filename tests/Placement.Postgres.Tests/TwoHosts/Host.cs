using System.Diagnostics;

namespace Placement.Postgres.Tests.TwoHosts;

/// <summary>One of the hosts, as a process that can be killed, paused and continued.</summary>
internal sealed class Host : IDisposable
{
    private readonly Process _process;

    public Host(string name, string connection, string schema, Uri world)
    {
        Name = name;

        // bin/<test project>/<configuration>/ beside bin/Placement.LeaderHost/<configuration>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, "Placement.LeaderHost", here.Name, "Placement.LeaderHost.dll");
        Assert.True(File.Exists(program), $"{program} is not built.");
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, connection, schema, name, world.ToString()]))!;
    }

    public string Name { get; }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Pause() => Signal("STOP");

    public void Continue() => Signal("CONT");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }
}
