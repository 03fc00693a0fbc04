using System.CommandLine;
using Placement.Cli.Options;
using Placement.Docker;
using Placement.Telemetry.Sources.Local;

namespace Placement.Cli.Sources;

/// <summary>Opens the sources of the present: this machine, Docker engines.</summary>
internal static class LiveInput
{
    /// <summary>Opens them; one read of each is one instant.</summary>
    public static IEnumerable<TelemetryFeed> Open(ParseResult parsed, SourceOptionSet options, CliHost host)
    {
        if (parsed.GetValue(options.Local))
        {
            var local = new LocalSource(null, host.Time);
            yield return new(local.Name, local, null) { Prepare = local.SetCapacities };
        }

        if (parsed.GetValue(options.Docker) is { Length: > 0 } engines)
        {
            var fleet = new DockerFleet([.. engines.Select(EngineOf)]);
            var source = new DockerFleetSource(fleet, host.Time);
            yield return new(source.Name, source, null) { Owned = fleet };
        }
    }

    private static DockerEngine EngineOf(string text)
    {
        var (name, address) = text.Split('=', 2) is [{ Length: > 0 } stated, var rest] && !stated.Contains(':', StringComparison.Ordinal) ? (stated, rest) : (null, text);
        return Uri.TryCreate(address, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "unix" or "tcp" or "http" or "https"
            ? new() { NodeId = name ?? (endpoint.Host.Length > 0 ? endpoint.Host : Environment.MachineName), Endpoint = endpoint }
            : throw new UsageException($"--docker {text}: write NODE=ADDRESS with an address such as unix:///var/run/docker.sock or tcp://host:2375.");
    }
}
