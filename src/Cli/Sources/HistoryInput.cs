using System.CommandLine;
using Placement.Cli.Options;
using Placement.Parquet.History;

namespace Placement.Cli.Sources;

/// <summary>Opens the folders that <c>placement watch</c> keeps samples in.</summary>
internal static class HistoryInput
{
    public static IEnumerable<TelemetryFeed> Open(ParseResult parsed, InputOptions options, CliHost host)
    {
        var now = host.Time.GetUtcNow();
        DateTimeOffset? from = parsed.GetValue(options.From) is { } start ? Durations.ParsePoint(start, now, options.From.Name) : null;
        DateTimeOffset? to = parsed.GetValue(options.To) is { } end ? Durations.ParsePoint(end, now, options.To.Name) : null;
        return (parsed.GetValue(options.Sources.History) ?? []).Select(folder => new TelemetryFeed(folder, new HistorySource(folder, from, to), null));
    }

    /// <summary>The time between two samples, where there is nothing but histories and all say the same.</summary>
    public static async Task<TimeSpan?> IntervalAsync(IReadOnlyList<TelemetryFeed> feeds, CancellationToken token)
    {
        var intervals = new HashSet<TimeSpan?>();
        foreach (var feed in feeds)
        {
            intervals.Add(feed.Source is HistorySource history ? await history.IntervalAsync(token).ConfigureAwait(false) : null);
        }

        return intervals.Count == 1 ? intervals.Single() : null;
    }
}
