using System.CommandLine;
using System.Globalization;
using Placement.Cli.Options;
using Placement.Cli.Output;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources;
using Placement.Telemetry.Sources.Prometheus;

namespace Placement.Cli.Sources;

/// <summary>Opens the telemetry that a command line names, and reads it.</summary>
internal static class TelemetryInput
{
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(14);

    /// <summary>Opens every source. The caller disposes them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Its input options.</param>
    /// <param name="hasNodes">Whether there is a node list; without one every subject of a file is a machine.</param>
    /// <param name="host">The world.</param>
    public static List<TelemetryFeed> Open(ParseResult parsed, InputOptions options, bool hasNodes, CliHost host)
    {
        var feeds = new List<TelemetryFeed>();
        if (parsed.GetValue(options.Sample))
        {
            feeds.AddRange(SampleFleet.Telemetry());
            return feeds;
        }

        var others = options.Sources;
        feeds.AddRange(FileInput.Open(parsed, options, hasNodes, host));
        feeds.AddRange(HistoryInput.Open(parsed, options, host));
        if (parsed.GetValue(others.Database) is not null || parsed.GetValue(others.Sql) is not null)
        {
            feeds.Add(DatabaseInput.Open(parsed, others, FileInput.TableOf(parsed, options, hasNodes)));
        }

        var (every, duration) = (Durations.Parse(parsed.GetValue(others.Every)!, others.Every.Name), Durations.Parse(parsed.GetValue(others.For)!, others.For.Name));
        feeds.AddRange(LiveInput.Open(parsed, others, host).Select(feed => feed with { Source = new RepeatedSource(feed.Source, every, duration, host.Time) }));
        if (parsed.GetValue(options.Prometheus.Server) is not null)
        {
            feeds.Add(PrometheusInput.Open(parsed, options, host, WindowOf(parsed, options, host.Time.GetUtcNow())));
        }

        return feeds;
    }

    /// <summary>Reads the sources into a window.</summary>
    public static async Task<TelemetryWindow> ReadAsync(
        ParseResult parsed, InputOptions options, IReadOnlyList<TelemetryFeed> feeds, IngestSession session, CliHost host, Progress progress, CancellationToken token)
    {
        foreach (var feed in feeds)
        {
            feed.Prepare(session);
        }

        var seen = new SampleCount(count => progress.Report(string.Create(CultureInfo.InvariantCulture, $"reading telemetry: {count:#,##0} samples")));
        var kept = await HistoryInput.IntervalAsync(feeds, token).ConfigureAwait(false);
        return await TelemetryReader.ReadAsync(session, feeds.Select(f => f.Source), ProfilesOf(parsed, options, feeds, kept, host), host.Time, seen, token).ConfigureAwait(false);
    }

    public static QuarantineOptions QuarantineOf(ParseResult parsed, InputOptions options) => parsed.GetValue(options.MaxFaulty) is >= 0 and <= 100 and var share
        ? new() { MaxShare = share / 100 }
        : throw new UsageException("--max-faulty must be from 0 to 100 percent.");

    private static ProfileOptions ProfilesOf(ParseResult parsed, InputOptions options, IReadOnlyList<TelemetryFeed> feeds, TimeSpan? kept, CliHost host)
    {
        var zeros = parsed.GetValue(options.ZerosAreReal) ? ZeroTrust.All : feeds.Select(f => f.Preset?.Csv.Zeros ?? ZeroTrust.None).Aggregate(ZeroTrust.None, (a, b) => a | b);
        var now = host.Time.GetUtcNow();
        var profiles = new ProfileOptions
        {
            Zeros = zeros,
            Start = parsed.GetValue(options.From) is { } from ? Durations.ParsePoint(from, now, options.From.Name) : null,
            End = parsed.GetValue(options.To) is { } to ? Durations.ParsePoint(to, now, options.To.Name) : null,
        };
        if (profiles.Start >= profiles.End)
        {
            throw new UsageException("--from must be before --to.");
        }

        // What is asked for at a step comes at that step: a slot with less is not whole.
        var step = Durations.Parse(parsed.GetValue(options.Prometheus.Step)!, options.Prometheus.Step.Name);
        if (feeds.All(feed => feed.Source is RepeatedSource))
        {
            return profiles with { SlotWidth = Durations.Parse(parsed.GetValue(options.Sources.Every)!, options.Sources.Every.Name) };
        }

        if (options.Format.IntervalOf(parsed) is { } interval)
        {
            return profiles with { SampleInterval = interval };
        }

        var stated = feeds.All(feed => feed.Source is PrometheusSource) ? step : kept;
        return stated <= profiles.SlotWidth ? profiles with { SampleInterval = stated } : profiles;
    }

    /// <summary>The window to ask a server for: whole steps, the last one over.</summary>
    private static (DateTimeOffset Start, DateTimeOffset End) WindowOf(ParseResult parsed, InputOptions options, DateTimeOffset now)
    {
        var step = Durations.Parse(parsed.GetValue(options.Prometheus.Step)!, options.Prometheus.Step.Name);
        var end = parsed.GetValue(options.To) is { } to ? Durations.ParsePoint(to, now, options.To.Name) : Durations.Floor(now, step) + step;
        var start = parsed.GetValue(options.From) is { } from ? Durations.ParsePoint(from, now, options.From.Name) : end - DefaultWindow;
        return start < end ? (Durations.Floor(start, step) is var whole && whole == start ? start : whole + step, end) : throw new UsageException("--from must be before --to.");
    }

    private sealed class SampleCount(Action<long> report) : IProgress<long>
    {
        private long _next;

        public void Report(long value)
        {
            if (value >= _next)
            {
                _next = value + 100_000;
                report(value);
            }
        }
    }
}
