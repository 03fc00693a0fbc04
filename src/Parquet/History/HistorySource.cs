using System.Runtime.CompilerServices;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Parquet.History;

/// <summary>Reads the samples that a <see cref="TelemetryHistory"/> keeps, as if its feed gave them once more. What is kept while it reads is left for the next time.</summary>
/// <param name="folder">The folder of the history.</param>
/// <param name="start">Samples before this are left out; <see langword="null"/> for all that are kept.</param>
/// <param name="end">Samples from this on are left out; <see langword="null"/> for all that are kept.</param>
public sealed class HistorySource(string folder, DateTimeOffset? start = null, DateTimeOffset? end = null) : ISampleSource
{
    private const int RowsPerBatch = 1 << 16;

    /// <inheritdoc />
    public string Name => folder;

    /// <summary>Gets which series to read, by the names that the feed gave them.</summary>
    /// <value>The default is <see langword="null"/>: all.</value>
    public Func<SeriesKey, bool>? Wants { get; init; }

    /// <summary>Gets the one file to read, or <see langword="null"/> for all.</summary>
    internal string? Only { get; init; }

    /// <summary>Gets the time between two samples of a series, where every round says the same.</summary>
    /// <exception cref="InvalidTelemetryException">The folder is none, or a file is damaged.</exception>
    public async Task<TimeSpan?> IntervalAsync(CancellationToken cancellationToken = default)
    {
        var files = await HistoryFolder.OpenAllAsync(folder, cancellationToken).ConfigureAwait(false);
        await HistoryFolder.CloseAsync(files).ConfigureAwait(false);
        return files.Select(file => file.Footer.Mark.Interval).Distinct().ToList() is [var one] ? one : null;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        var files = Only is null ? await HistoryFolder.OpenAllAsync(folder, cancellationToken).ConfigureAwait(false) : [await HistoryFile.OpenAsync(Only, cancellationToken).ConfigureAwait(false)];
        var ahead = Task.FromResult(new HistoryRows());
        try
        {
            if (files.Count == 0)
            {
                throw new InvalidTelemetryException($"{folder} holds no samples yet.");
            }

            var from = Math.Max(files[^1].Footer.Mark.KeepFrom.ToUnixTimeMilliseconds(), start?.ToUnixTimeMilliseconds() ?? long.MinValue);
            var to = end?.ToUnixTimeMilliseconds() ?? long.MaxValue;
            var (capacities, samples) = (new Dictionary<SeriesKey, long>(), 0L);
            foreach (var (file, group) in files.Where(file => file.Footer.Last >= from && file.Footer.First < to).SelectMany(file => Enumerable.Range(0, file.Groups).Select(group => (file, group))).ToList())
            {
                // The next rows are decoded while the caller works on these.
                var rows = await ahead.ConfigureAwait(false);
                ahead = Task.Run(() => file.ReadAsync(group, Wants, cancellationToken), cancellationToken);
                foreach (var batch in Batches(rows))
                {
                    yield return batch;
                }
            }

            foreach (var batch in Batches(await ahead.ConfigureAwait(false)))
            {
                yield return batch;
            }

            if (samples == 0)
            {
                throw new InvalidTelemetryException($"{folder} holds no samples of what was asked for.");
            }

            session.AddSource(new SourceRecord { Name = folder, Rows = samples, Samples = samples });

            IEnumerable<SampleBatch> Batches(HistoryRows rows)
            {
                var numbers = rows.Series.Select(series => Wants?.Invoke(series.Key) == false ? -1 : session.Series.GetOrAdd(KeyOf(series, session, capacities))).ToArray();
                for (var row = 0; row < rows.Count;)
                {
                    var (isTotal, hasRealZeros) = (rows.Series[rows.SeriesOf[row]].IsTotal, rows.Series[rows.SeriesOf[row]].HasRealZeros);
                    var batch = new SampleBatch(new SampleOrigin(folder, "value") { Zeros = hasRealZeros ? ZeroTrust.All : ZeroTrust.None }, RowsPerBatch, isTotal ? SampleMeaning.Counter : SampleMeaning.Gauge);
                    for (; row < rows.Count && batch.Count < RowsPerBatch && rows.Series[rows.SeriesOf[row]] is var series && series.IsTotal == isTotal && series.HasRealZeros == hasRealZeros; row++)
                    {
                        if (rows.Times[row] >= from && rows.Times[row] < to)
                        {
                            batch.Add(numbers[rows.SeriesOf[row]], rows.Times[row], rows.Values[row]);
                        }
                    }

                    samples += batch.Count;
                    session.Quarantine.CountRows(batch.Count);
                    yield return batch;
                }
            }
        }
        finally
        {
            await ahead.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            await HistoryFolder.CloseAsync(files).ConfigureAwait(false);
        }
    }

    /// <summary>Names a series, and states its capacity unless something else did: the lowest that it ever had.</summary>
    private static SeriesKey KeyOf(HistorySeries series, IngestSession session, Dictionary<SeriesKey, long> stated)
    {
        var key = session.Names.KeyOf(series.Key.Kind, series.Key.Subject, series.Key.Resource);
        if (series.Capacity > 0 && (stated.TryGetValue(key, out var lowest) ? series.Capacity < lowest : !session.Capacities.TryGet(key, out _)))
        {
            session.Capacities.Set(key, series.Capacity);
            stated[key] = series.Capacity;
        }

        return key;
    }
}
