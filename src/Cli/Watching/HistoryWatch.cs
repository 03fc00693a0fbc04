using System.Globalization;
using System.Text.Json;
using Placement.Cli.Options;
using Placement.Cli.Sources;
using Placement.Parquet.History;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Prometheus;

namespace Placement.Cli.Watching;

/// <summary>Reads live sources by the clock, and keeps what they say.</summary>
/// <remarks>
/// A server with a history of its own is asked for all since the last time, so that a pause of the watch leaves no gap; what it answers is kept as a whole or not at all. Of engines,
/// what some say is kept where others do not answer.
/// </remarks>
internal sealed class HistoryWatch(CliHost host, TelemetryHistory history, IReadOnlyList<TelemetryFeed> live, WatchProfiles? profiles, bool isJson)
{
    public required TimeSpan Every { get; init; }

    /// <summary>Gets whether something else calls, at times that nobody here knows.</summary>
    public required bool IsOnce { get; init; }

    public required TimeSpan Retention { get; init; }

    public required int? Rounds { get; init; }

    /// <summary>Gets what makes a source of the server for a window, or <see langword="null"/> without a server.</summary>
    public required Func<DateTimeOffset, DateTimeOffset, PrometheusSource>? Server { get; init; }

    /// <summary>Gets the time between two samples of the server.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>Reads until the rounds are over or the token ends it. A fault ends it in the last round only, since the next one may go well.</summary>
    public async Task<int> RunAsync(CancellationToken token)
    {
        try
        {
            for (var round = 1; ; round++)
            {
                var faults = await RoundAsync(token).ConfigureAwait(false);
                if (round == Rounds)
                {
                    return faults.Count == 0 ? ExitCode.Done : throw new InvalidTelemetryException(string.Join(" ", faults));
                }

                faults.ForEach(fault => host.Error.WriteLine($"note: {fault} The next reading tries again."));
                var now = host.Time.GetUtcNow();
                await Task.Delay(Durations.Floor(now, Every) + Every - now, host.Time, token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return ExitCode.Done; // what was kept is kept
        }
    }

    private async Task<List<string>> RoundAsync(CancellationToken token)
    {
        var (now, faults) = (host.Time.GetUtcNow(), new List<string>());
        var mark = history.Mark with { KeepFrom = now - Retention, Interval = IsOnce ? null : Every };
        var (samples, series, future) = (0L, 0, 0L);
        foreach (var feed in live)
        {
            var session = new IngestSession();
            feed.Prepare(session);
            await KeepAsync(session, Answered(feed.Source.ReadAsync(session, token), faults), mark).ConfigureAwait(false);
        }

        var (start, end) = (Ceiling(history.Mark.AskedUntil is { } asked && asked > now - Retention ? asked : now - Retention), Durations.Floor(now, Step));
        if (Server is not null && start < end)
        {
            try
            {
                using var source = Server(start, end);
                var session = new IngestSession();
                await KeepAsync(session, source.ReadAsync(session, token), mark with { AskedUntil = end, Interval = Step }).ConfigureAwait(false);
            }
            catch (InvalidTelemetryException error)
            {
                faults.Add(error.Message);
            }
        }

        await history.TidyAsync(token).ConfigureAwait(false);
        if (profiles is not null)
        {
            await profiles.WriteAsync(now - Retention, token).ConfigureAwait(false);
        }

        Tell(new() { Time = now, Samples = samples, Series = series, Future = future, Faults = faults });
        return faults;

        async Task KeepAsync(IngestSession session, IAsyncEnumerable<SampleBatch> batches, HistoryMark from)
        {
            var kept = await history.AppendAsync(session, batches, from, token).ConfigureAwait(false);
            (samples, series, future) = (samples + kept.Samples, series + kept.Series, future + kept.Future);
            if (profiles is not null && kept.Samples > 0)
            {
                await profiles.AddAsync(history.Latest(), token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The batches up to the fault, if there is one.</summary>
    private static async IAsyncEnumerable<SampleBatch> Answered(IAsyncEnumerable<SampleBatch> batches, List<string> faults)
    {
        var reading = batches.GetAsyncEnumerator();
        await using var closing = reading.ConfigureAwait(false);
        while (true)
        {
            try
            {
                if (!await reading.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (InvalidTelemetryException error)
            {
                faults.Add(error.Message);
                yield break;
            }

            yield return reading.Current;
        }
    }

    private DateTimeOffset Ceiling(DateTimeOffset time) => Durations.Floor(time, Step) is var whole && whole == time ? time : whole + Step;

    private void Tell(WatchRound round)
    {
        if (!isJson && round is { Samples: 0, Faults.Count: > 0 })
        {
            return; // the faults say it
        }

        host.Out.WriteLine(isJson
            ? JsonSerializer.Serialize(round, WatchJson.Default.WatchRound)
            : string.Create(CultureInfo.InvariantCulture, $"{round.Time:u} kept {round.Samples:#,##0} samples of {round.Series:#,##0} series{(round.Future > 0 ? $", left out {round.Future:#,##0} dated ahead of the clock" : "")}"));
        host.Out.Flush();
    }
}
