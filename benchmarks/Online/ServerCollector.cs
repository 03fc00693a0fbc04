using System.Diagnostics;
using System.Runtime;

namespace Placement.Benchmarks.Online;

/// <summary>Runs a benchmark with the garbage collector of a server, as an ASP.NET host has it by default (samples/SchedulerHost): it is chosen when a process starts.</summary>
internal static class ServerCollector
{
    private const string Setting = "DOTNET_gcServer";

    /// <summary>Runs the same command in a process of its own; null if this process has that collector, or was told which to have.</summary>
    public static int? RunElsewhere(IEnumerable<string> command)
    {
        if (GCSettings.IsServerGC || Environment.GetEnvironmentVariable(Setting) is not null)
        {
            return null;
        }

        var program = Environment.ProcessPath!;
        string[] library = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        using var process = Process.Start(new ProcessStartInfo(program, [.. library, .. command]) { Environment = { [Setting] = "1" } })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
