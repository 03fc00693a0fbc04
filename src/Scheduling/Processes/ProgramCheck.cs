using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;

namespace Placement.Scheduling.Processes;

/// <summary>What can be said about a start before anything runs: the program, its ports, its variables.</summary>
internal static class ProgramCheck
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Gives the refusal, or null and the program's path.</summary>
    public static LaunchOutcome? Refuse(ServiceSpec spec, ProcessOptions options, out string program)
    {
        program = "";
        if (spec.Command.Count == 0)
        {
            return Refused(LaunchStatus.RefusedEverywhere, ProcessCodes.NoCommand, $"Service '{spec.Name}' gives no command, and this launcher runs plain programs.");
        }

        if (Find(spec, options) is not { } found)
        {
            return Refused(LaunchStatus.RefusedEverywhere, ProcessCodes.CommandNotFound, $"The program '{spec.Command[0]}' does not exist or may not be executed on node '{options.NodeId}'.");
        }

        program = found;
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(l => l.Port).ToHashSet();
        return spec.Ports.FirstOrDefault(taken.Contains) is var port and > 0
            ? Refused(LaunchStatus.RefusedByNode, ProcessCodes.PortTaken, string.Create(CultureInfo.InvariantCulture, $"Port {port} is taken on node '{options.NodeId}'."))
            : null;
    }

    /// <summary>Sets the whole environment: inherited by name, then the launcher's own, then the service's.</summary>
    public static void SetEnvironment(ProcessStartInfo start, ServiceSpec spec, ReplicaIdentity identity, ProcessOptions options)
    {
        start.Environment.Clear();
        foreach (var name in options.InheritedVariables)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }

        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["PLACEMENT_SERVICE"] = identity.Service;
        start.Environment["PLACEMENT_REPLICA"] = identity.ReplicaId;
        start.Environment["PLACEMENT_ATTEMPT"] = identity.Attempt.ToString(CultureInfo.InvariantCulture);
        start.Environment["PLACEMENT_NODE"] = options.NodeId;
    }

    private static string? Find(ServiceSpec spec, ProcessOptions options)
    {
        var name = spec.Command[0];
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return Runs(Path.Combine(options.WorkingDirectory, name));
        }

        var path = spec.Environment.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        return path.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Runs(Path.Combine(folder, name))).FirstOrDefault(found => found is not null);
    }

#pragma warning disable CA1416 // the launcher cannot be made anywhere but on Linux
    private static string? Runs(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & Executable) != 0 ? path : null;
#pragma warning restore CA1416

    private static LaunchOutcome Refused(LaunchStatus status, string code, string reason) => new() { Status = status, Code = code, Reason = reason };
}
