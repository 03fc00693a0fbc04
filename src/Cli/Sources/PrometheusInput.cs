using System.CommandLine;
using Placement.Cli.Options;
using Placement.Telemetry.Sources.Prometheus;

namespace Placement.Cli.Sources;

/// <summary>Opens a server of the Prometheus API.</summary>
internal static class PrometheusInput
{
    public static TelemetryFeed Open(ParseResult parsed, InputOptions options, CliHost host, (DateTimeOffset Start, DateTimeOffset End) window)
    {
        var source = new PrometheusSource(options.Prometheus.AddressOf(parsed), options.Prometheus.Of(parsed, window.Start, window.End), timeProvider: host.Time);
        return new(source.Name, source, null);
    }
}
