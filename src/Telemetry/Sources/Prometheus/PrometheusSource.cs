using System.Globalization;
using System.Runtime.CompilerServices;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>Reads usage from Prometheus or any server of its HTTP API (Thanos, Mimir, VictoriaMetrics).</summary>
/// <remarks>
/// First the server is asked which series there are, then for their values, by parts of the window and groups of subjects. A failed request is tried again as a whole, so that no part
/// is counted twice or left out; a partial answer is an error. A subject that is named but has no value in the window is put on record as without data.
/// </remarks>
public sealed class PrometheusSource : ISampleSource, IDisposable
{
    private readonly PrometheusOptions _options;
    private readonly PrometheusClient _client;
    private readonly SampleOrigin _origin;

    /// <summary>Makes a source.</summary>
    /// <param name="address">Address of the server with any path prefix, as <c>https://prometheus.example:9090</c>.</param>
    /// <param name="options">What to read, and how.</param>
    /// <param name="handler">Sends the requests, and is disposed with the source; <see langword="null"/> for one of the source's own.</param>
    /// <param name="timeProvider">Times retries and timeouts; <see langword="null"/> for the system's clock.</param>
    /// <exception cref="ArgumentException">The address is not http or https, or the window is empty.</exception>
    public PrometheusSource(Uri address, PrometheusOptions options, HttpMessageHandler? handler = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(options);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException($"'{address}' is no http or https address.", nameof(address));
        }

        if (options.End <= options.Start)
        {
            throw new ArgumentException($"The window ends at {options.End:u}, which is not after its start at {options.Start:u}.", nameof(options));
        }

        _options = options;
        _client = new PrometheusClient(address, options, handler, timeProvider ?? TimeProvider.System);
        Name = _client.Name;
        _origin = new SampleOrigin(Name, [.. options.Queries.Select(query => query.Expression)]) { Zeros = options.Zeros };
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public async IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        foreach (var query in _options.Capacities)
        {
            await ReadCapacitiesAsync(query, session, cancellationToken).ConfigureAwait(false);
        }

        var samples = 0L;
        for (var column = 0; column < _options.Queries.Count; column++)
        {
            var query = _options.Queries[column];
            var subjects = await DiscoverAsync(query, cancellationToken).ConfigureAwait(false);
            subjects.ForEach(subject => session.Series.GetOrAdd(session.Names.KeyOf(query.Kind, string.Join('/', subject), query.Resource)));
            await foreach (var (series, part) in AnswersAsync(query, subjects, _options.Step, Range, cancellationToken).ConfigureAwait(false))
            {
                var batch = Batch(series, query, column, session, part);
                samples += batch.Count;
                session.Quarantine.CountRows(batch.Count);
                yield return batch;
            }
        }

        if (samples == 0)
        {
            throw new InvalidTelemetryException($"{Name} has no value for any of {_options.Queries.Count} queries from {_options.Start:u} to {_options.End:u}. Maybe the window lies before its retention, or a rate spans fewer than two scrapes: widen Range.");
        }

        session.AddSource(new SourceRecord { Name = Name, Bytes = _client.BytesRead, Rows = samples, Samples = samples });
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private async Task<List<string[]>> DiscoverAsync(PrometheusQuery query, CancellationToken cancellationToken)
    {
        var subjects = await _client.SubjectsAsync(query, _options.Start - Range, _options.End, cancellationToken).ConfigureAwait(false);
        if (subjects.Count == 0)
        {
            throw new InvalidTelemetryException($"{Name} has no series {query.Discovery} with the labels {string.Join(", ", query.SubjectLabels)} from {_options.Start:u} to {_options.End:u}. Is the exporter scraped by this server?");
        }

        return subjects;
    }

    private TimeSpan Range => _options.Range ?? _options.Step;

    /// <summary>Asks for the lowest capacity in each of at most twelve parts of the window, so that a machine that was made smaller counts as small.</summary>
    private async Task ReadCapacitiesAsync(PrometheusQuery query, IngestSession session, CancellationToken cancellationToken)
    {
        var step = TimeSpan.FromMilliseconds(Math.Max(_options.Step.TotalMilliseconds, Math.Ceiling((_options.End - _options.Start).TotalMilliseconds / 12)));
        var subjects = await _client.SubjectsAsync(query, _options.Start - step, _options.End, cancellationToken).ConfigureAwait(false);
        var lowest = new Dictionary<SeriesKey, long>();
        await foreach (var (series, part) in AnswersAsync(query, subjects, step, step, cancellationToken).ConfigureAwait(false))
        {
            foreach (var (subject, one) in Wanted(series, query, part))
            {
                var key = session.Names.KeyOf(query.Kind, subject, query.Resource);
                var capacity = one.Values.Where(value => value > 0).Select(value => (long)(value * query.Scale)).DefaultIfEmpty(long.MaxValue).Min();
                lowest[key] = Math.Min(lowest.GetValueOrDefault(key, long.MaxValue), capacity);
            }
        }

        foreach (var (key, capacity) in lowest.Where(pair => pair.Value is > 0 and < long.MaxValue && !session.Capacities.TryGet(pair.Key, out _)))
        {
            session.Capacities.Set(key, capacity);
        }
    }

    /// <summary>The answers to a query in the whole window, by parts of the time and groups of subjects.</summary>
    private async IAsyncEnumerable<(IReadOnlyList<RangeSeries> Series, RangeRequest Part)> AnswersAsync(
        PrometheusQuery query, List<string[]> subjects, TimeSpan step, TimeSpan range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var work = new Stack<RangeRequest>(Parts(subjects, (long)step.TotalMilliseconds).Reverse());
        while (work.TryPop(out var part))
        {
            if (await _client.RangeAsync(Expression(query, part.Subjects, range), part, cancellationToken).ConfigureAwait(false) is { } series)
            {
                yield return (series, part);
            }
            else
            {
                Halve(part, query, work);
            }
        }
    }

    private IEnumerable<RangeRequest> Parts(List<string[]> subjects, long step)
    {
        var start = _options.Start.ToUnixTimeMilliseconds();
        var steps = (_options.End.ToUnixTimeMilliseconds() - start + step - 1) / step;
        foreach (var group in subjects.Chunk(_options.SubjectsPerRequest))
        {
            for (var from = 0L; from < steps; from += _options.StepsPerRequest)
            {
                yield return new(group, start + (from * step), (int)Math.Min(_options.StepsPerRequest, steps - from), step);
            }
        }
    }

    /// <summary>Puts a request that the server found too large back as two: of half the time, or else of half the subjects.</summary>
    private void Halve(RangeRequest part, PrometheusQuery query, Stack<RangeRequest> work)
    {
        if (part.Steps > 1)
        {
            var half = part.Steps / 2;
            work.Push(part with { Start = part.Start + (half * part.Step), Steps = part.Steps - half });
            work.Push(part with { Steps = half });
        }
        else if (part.Subjects.Length > 1)
        {
            var half = part.Subjects.Length / 2;
            work.Push(part with { Subjects = part.Subjects[half..] });
            work.Push(part with { Subjects = part.Subjects[..half] });
        }
        else
        {
            throw new InvalidTelemetryException($"{Name} finds even one step of one subject too large for {query.Expression}. Raise the server's limits (query.max-samples) or narrow the query.");
        }
    }

    /// <summary>The expression for some subjects. A range that ends at one sample and begins at the one before must hold both for a rate, but must not for a gauge, whose gap the older one would hide.</summary>
    private static string Expression(PrometheusQuery query, string[][] subjects, TimeSpan range)
    {
        var match = string.Concat(query.SubjectLabels.Select((label, i) =>
            $"{label}=~\"{string.Join('|', subjects.Select(subject => subject[i]).Distinct(StringComparer.Ordinal).Select(PromQl.Literal))}\","));
        return query.Expression
            .Replace("$match", match, StringComparison.Ordinal)
            .Replace("$range", string.Create(CultureInfo.InvariantCulture, $"{(long)range.TotalMilliseconds - (query.TakesRate ? 0 : 1)}ms"), StringComparison.Ordinal);
    }

    private SampleBatch Batch(IReadOnlyList<RangeSeries> series, PrometheusQuery query, int column, IngestSession session, RangeRequest part)
    {
        var batch = new SampleBatch(_origin, Math.Max(1, series.Sum(one => one.Times.Count)));
        try
        {
            foreach (var (subject, one) in Wanted(series, query, part))
            {
                var number = session.Series.GetOrAdd(session.Names.KeyOf(query.Kind, subject, query.Resource));
                for (var i = 0; i < one.Times.Count; i++)
                {
                    batch.Add(number, one.Times[i], Math.Round(one.Values[i] * query.Scale, 6), column: column); // sums of rates differ in the last bits from server to server
                }
            }

            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>The series of the subjects that were asked for; labels are matched one by one, so the answer may hold combinations that belong to another request.</summary>
    private IEnumerable<(string Subject, RangeSeries Series)> Wanted(IReadOnlyList<RangeSeries> series, PrometheusQuery query, RangeRequest part)
    {
        var wanted = part.Subjects.Select(subject => string.Join('/', subject)).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in series)
        {
            var subject = string.Join('/', query.SubjectLabels.Select(label => one.Labels.GetValueOrDefault(label, "")));
            if (!wanted.Contains(subject))
            {
                continue;
            }

            if (!seen.Add(subject))
            {
                throw new InvalidTelemetryException($"{Name} returns two series for {subject} of {query.Expression}. Aggregate them in the query, as sum by ({string.Join(", ", query.SubjectLabels)}) (...).");
            }

            yield return (subject, one);
        }
    }
}
