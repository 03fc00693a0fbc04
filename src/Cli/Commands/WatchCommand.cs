using System.CommandLine;
using Placement.Cli.Options;
using Placement.Cli.Sources;
using Placement.Cli.Watching;
using Placement.Parquet.History;
using Placement.Telemetry.Sources.Prometheus;

namespace Placement.Cli.Commands;

/// <summary>Keeps a history of what live sources say.</summary>
internal static class WatchCommand
{
    public static Command Create(CliHost host)
    {
        var options = new WatchOptions();
        var command = new CliCommand(
            "watch",
            "Keeps samples of Prometheus, Docker engines or this machine in a folder, for the time of their retention. A reading is kept as a whole or not at all, whenever the command is killed.",
            "placement watch --history usage --prometheus http://prometheus:9090",
            "placement watch --history usage --docker unix:///var/run/docker.sock --docker tcp://10.0.0.7:2375 --every 1m --retention 30d",
            "placement watch --history usage --local --once",
            "placement analyze --nodes nodes.csv --history usage --from -7d");
        options.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var (every, retention, rounds) = (Durations.Parse(parsed.GetValue(options.Every)!, options.Every.Name), Durations.Parse(parsed.GetValue(options.Retention)!, options.Retention.Name), options.RoundsOf(parsed));
            var live = LiveInput.Open(parsed, options.Sources, host).ToList();
            using var opened = new OpenFeeds(live);
            var asks = parsed.GetValue(options.Prometheus.Server) is not null;
            if (live.Count == 0 && !asks)
            {
                throw new UsageException("Nothing to watch: give --prometheus, --docker or --local.");
            }

            var step = Durations.Parse(parsed.GetValue(options.Prometheus.Step)!, options.Prometheus.Step.Name);
            if (asks)
            {
                using var tried = Server(host.Time.GetUtcNow() - step, host.Time.GetUtcNow()); // what is written wrongly is said at once
            }

            var folder = parsed.GetValue(options.History)!;
            using var history = await TelemetryHistory.OpenAsync(folder, host.Time, token).ConfigureAwait(false);
            var profiles = parsed.GetValue(options.Profiles) is { } file ? await WatchProfiles.LoadAsync(file, folder, history, host, token).ConfigureAwait(false) : null;
            var watch = new HistoryWatch(host, history, live, profiles, parsed.GetValue(options.Json))
            {
                Every = every,
                IsOnce = parsed.GetValue(options.Once),
                Retention = retention,
                Rounds = rounds,
                Server = asks ? Server : null,
                Step = step,
            };
            return await watch.RunAsync(token).ConfigureAwait(false);

            PrometheusSource Server(DateTimeOffset start, DateTimeOffset end) => new(options.Prometheus.AddressOf(parsed), options.Prometheus.Of(parsed, start, end), timeProvider: host.Time);
        });
        return command;
    }
}
