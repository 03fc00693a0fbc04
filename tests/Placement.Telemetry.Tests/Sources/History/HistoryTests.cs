using CsCheck;
using DuckDB.NET.Data;
using Placement.Parquet.History;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Tests.Sources.History;

public sealed class HistoryTests : IDisposable
{
    private static readonly SeriesKey[] Keys =
        [SeriesKey.ForNode("n1", Resource.Cpu), SeriesKey.ForNode("n1", Resource.Memory), SeriesKey.ForReplica("web/0", Resource.Cpu), SeriesKey.ForReplica("n1", Resource.Cpu), SeriesKey.ForNode("ü-2", Resource.FromName("gpu"))];

    private static readonly double[] Odd = [0, -3, double.NaN, double.PositiveInfinity, 1e18];

    private static readonly Gen<(int Series, int Minute, double Value)> Sample =
        Gen.Select(Gen.Int[0, Keys.Length - 1], Gen.Int[-10, 10], Gen.OneOf(Gen.Double[0.1, 5000], Gen.Int[0, 4].Select(i => Odd[i])));

    /// <summary>A round: its samples, the minutes since the one before, and at which touch of a file the process is killed, if at all.</summary>
    private static readonly Gen<List<(List<(int Series, int Minute, double Value)> Samples, int Minutes, int KillAt)>> Rounds =
        Gen.Select(Sample.List[0, 8], Gen.Int[0, 90].Select(i => i > 87 ? 250 : i % 3), Gen.Int[0, 60]).List[20, 90];

    private readonly string _root = Directory.CreateTempSubdirectory("placement-history-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>Reading gives what was kept, in the order of the feed, from the start of the retention on, whenever the writer was killed and however files were joined.</summary>
    [Fact]
    public async Task What_was_kept_is_read_whenever_the_writer_is_killed()
    {
        var joins = 0;
        await Rounds.SampleAsync(
            async rounds =>
            {
                var folder = Path.Combine(_root, Guid.NewGuid().ToString("N"));
                var (kept, now, keepFrom) = (new List<(SeriesKey Key, long Time, double Value)>(), Feed.Monday, DateTimeOffset.MinValue);
                foreach (var round in rounds)
                {
                    now += TimeSpan.FromMinutes(round.Minutes);
                    var left = round.KillAt;
                    try
                    {
                        using var history = await TelemetryHistory.OpenAsync(folder, new Feed.At(now), Step, Token);
                        var samples = round.Samples.Select(sample => (Key: Keys[sample.Series], Time: now.AddMinutes(sample.Minute).ToUnixTimeMilliseconds(), sample.Value)).ToList();
                        var told = await history.AppendAsync(Session(out var batches, samples), batches, new() { KeepFrom = now.AddMinutes(-400) }, Token);

                        Assert.Equal(samples.Count, told.Samples + told.Future);
                        kept.AddRange(samples.Where(sample => sample.Time <= now.AddMinutes(5).ToUnixTimeMilliseconds()));
                        keepFrom = told.Samples > 0 ? now.AddMinutes(-400) : keepFrom;
                        await history.TidyAsync(Token);
                    }
                    catch (KilledException)
                    {
                        Directory.EnumerateFiles(folder, "*.unfinished").ToList().ForEach(CutOff);
                    }

                    void Step(string what)
                    {
                        if (left-- == 1)
                        {
                            throw new KilledException();
                        }
                    }
                }

                joins += Directory.GetFiles(folder, "*.parquet").Count(path => HistorySegment.Parse(path) is var segment && segment!.First < segment.Last);
                var expected = kept.Where(sample => sample.Time >= keepFrom.ToUnixTimeMilliseconds()).ToLookup(sample => sample.Key, sample => (sample.Time, sample.Value));
                var read = await ReadAsync(folder);
                Assert.All(Keys, key => Assert.Equal(expected[key], read[key]));
                Directory.Delete(folder, recursive: true);
            },
            iter: 25,
            threads: 1);
        Assert.True(joins > 10, "hardly any case has joined files");
    }

    [Fact]
    public async Task A_long_history_is_a_few_files_and_what_is_too_old_leaves_the_disk()
    {
        var now = Feed.Monday;
        using (var history = await TelemetryHistory.OpenAsync(_root, new Feed.At(now.AddDays(9)), Token))
        {
            for (var round = 0; round < 700; round++, now += TimeSpan.FromMinutes(5))
            {
                await history.AppendAsync(Session(out var batches, [(Keys[0], now.ToUnixTimeMilliseconds(), round)]), batches, new() { KeepFrom = now.AddDays(-1), Interval = TimeSpan.FromMinutes(5) }, Token);
                await history.TidyAsync(Token);
            }
        }

        Assert.Equal(289, (await ReadAsync(_root))[Keys[0]].Count()); // a day and both its ends
        Assert.InRange(Directory.GetFiles(_root, "*.parquet").Length, 2, 16 + 16 + 16);
        Assert.Equal(TimeSpan.FromMinutes(5), await new HistorySource(_root).IntervalAsync(Token));
        Assert.Equal(12, (await ReadAsync(_root, now.AddHours(-1), now))[Keys[0]].Count());
    }

    [Fact]
    public async Task A_reading_goes_on_while_its_files_are_joined_and_taken_away()
    {
        using var history = await TelemetryHistory.OpenAsync(_root, new Feed.At(Feed.Monday.AddDays(9)), Token);
        for (var round = 0; round < 16; round++)
        {
            await history.AppendAsync(Session(out var batches, [(Keys[0], Feed.Monday.AddMinutes(round).ToUnixTimeMilliseconds(), round + 1)]), batches, new(), Token);
        }

        var (session, values) = (new IngestSession(), new List<double>());
        await foreach (var batch in new HistorySource(_root).ReadAsync(session, Token))
        {
            using (batch)
            {
                values.AddRange(batch.Values);
            }

            await history.TidyAsync(Token);
        }

        Assert.Equal(Enumerable.Range(1, 16).Select(value => (double)value), values);
        Assert.Single(Directory.GetFiles(_root, "*.parquet"));
    }

    [Fact]
    public async Task Totals_zeros_and_capacities_are_kept_with_the_samples()
    {
        using (var history = await TelemetryHistory.OpenAsync(_root, new Feed.At(Feed.Monday.AddDays(1)), Token))
        {
            var session = new IngestSession();
            session.Capacities.Set(Keys[0], 8000);
            await history.AppendAsync(session, Batches(Totals(0)), new(), Token);
            session.Capacities.Set(Keys[0], 4000);
            await history.AppendAsync(session, Batches(Totals(5)), new(), Token);

            SampleBatch Totals(int minute)
            {
                var batch = new SampleBatch(new SampleOrigin("test") { Zeros = ZeroTrust.Cpu }, meaning: SampleMeaning.Counter);
                batch.Add(session.Series.GetOrAdd(Keys[0]), Feed.Monday.AddMinutes(minute).ToUnixTimeMilliseconds(), 7);
                return batch;
            }
        }

        var reading = new IngestSession();
        var window = await Feed.ReadAsync(new HistorySource(_root), session: reading);

        Assert.Equal((1, 0), (window.Find(Keys[0])!.Slots, window.Find(Keys[0])!.Max)); // one rate of two totals, a real zero
        Assert.True(reading.Capacities.TryGet(Keys[0], out var capacity));
        Assert.Equal(4000, capacity);
    }

    [Fact]
    public async Task Only_the_series_that_are_wanted_are_read()
    {
        using (var history = await TelemetryHistory.OpenAsync(_root, new Feed.At(Feed.Monday), Token))
        {
            var time = Feed.Monday.ToUnixTimeMilliseconds();
            await history.AppendAsync(Session(out var batches, [(Keys[0], time - 1, 1), (Keys[2], time - 1, 2), (Keys[0], time, 3)]), batches, new(), Token);
            await history.AppendAsync(Session(out batches, [(Keys[2], time, 4)]), batches, new(), Token);
        }

        var session = new IngestSession();
        var window = await Feed.ReadAsync(new HistorySource(_root) { Wants = key => key == Keys[0] }, session: session);

        Assert.Equal((1, 3.0), (window.Profiles.Count, window.Find(Keys[0])!.Max));
        Assert.Equal(1, session.Series.Count);
        Assert.Contains("no samples of what was asked for", (await Assert.ThrowsAsync<InvalidTelemetryException>(() => Feed.ReadAsync(new HistorySource(_root) { Wants = _ => false }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_tool_can_query_the_files()
    {
        using (var history = await TelemetryHistory.OpenAsync(_root, new Feed.At(Feed.Monday.AddDays(1)), Token))
        {
            for (var round = 0; round < 17; round++)
            {
                var time = Feed.Monday.AddMinutes(5 * round).ToUnixTimeMilliseconds();
                await history.AppendAsync(Session(out var batches, [(Keys[0], time, round + 0.5), (Keys[4], time, 3)]), batches, new(), Token);
                await history.TidyAsync(Token);
            }
        }

        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT kind, subject, resource, count(*), max(value), max(epoch_ms(time)), bool_or(is_total OR has_real_zeros), max(capacity) FROM '{_root}/*.parquet' GROUP BY ALL ORDER BY resource";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }

        var last = Feed.Monday.AddMinutes(80).ToUnixTimeMilliseconds();
        Assert.Equal([$"node n1 cpu 17 16.5 {last} False 0", $"node ü-2 gpu 17 3 {last} False 0"], rows);
    }

    [Fact]
    public async Task A_round_whose_feed_fails_is_not_kept()
    {
        using var history = await TelemetryHistory.OpenAsync(_root, new Feed.At(Feed.Monday), Token);
        await Assert.ThrowsAsync<InvalidTelemetryException>(() => history.AppendAsync(Session(out var batches, [(Keys[0], Feed.Monday.ToUnixTimeMilliseconds(), 1)]), Failing(batches), new(), Token));

        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => ReadAsync(_root));
        Assert.Contains("no samples yet", error.Message, StringComparison.Ordinal);

        static async IAsyncEnumerable<SampleBatch> Failing(IAsyncEnumerable<SampleBatch> batches)
        {
            await foreach (var batch in batches)
            {
                yield return batch;
            }

            throw new InvalidTelemetryException("gone");
        }
    }

    [Fact]
    public async Task One_writes_at_a_time()
    {
        using var history = await TelemetryHistory.OpenAsync(_root, null, Token);

        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => TelemetryHistory.OpenAsync(_root, null, Token));
        Assert.Contains("another process", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_that_are_no_history_are_refused_by_name()
    {
        var file = Path.Combine(_root, "notes.txt");
        await File.WriteAllTextAsync(file, "mine", Token);

        Assert.Contains("notes.txt", (await Assert.ThrowsAsync<InvalidTelemetryException>(() => TelemetryHistory.OpenAsync(_root, null, Token))).Message, StringComparison.Ordinal);
        Assert.Contains("is a file", (await Assert.ThrowsAsync<InvalidTelemetryException>(() => TelemetryHistory.OpenAsync(file, null, Token))).Message, StringComparison.Ordinal);
        Assert.Contains("is a file", (await Assert.ThrowsAsync<InvalidTelemetryException>(() => ReadAsync(file))).Message, StringComparison.Ordinal);
        Assert.Contains("no folder", (await Assert.ThrowsAsync<InvalidTelemetryException>(() => ReadAsync(_root + "x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_an_error_that_names_it()
    {
        using (var history = await TelemetryHistory.OpenAsync(_root, new Feed.At(Feed.Monday), Token))
        {
            await history.AppendAsync(Session(out var batches, [(Keys[0], Feed.Monday.ToUnixTimeMilliseconds(), 1)]), batches, new(), Token);
        }

        var path = Directory.GetFiles(_root, "*.parquet").Single();
        CutOff(path);

        Assert.Contains(path, (await Assert.ThrowsAsync<InvalidTelemetryException>(() => ReadAsync(_root))).Message, StringComparison.Ordinal);
        Assert.Contains(path, (await Assert.ThrowsAsync<InvalidTelemetryException>(() => TelemetryHistory.OpenAsync(_root, null, Token))).Message, StringComparison.Ordinal);
    }

    private static void CutOff(string path)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(file.Length / 2);
    }

    private static IngestSession Session(out IAsyncEnumerable<SampleBatch> batches, List<(SeriesKey Key, long Time, double Value)> samples)
    {
        var session = new IngestSession();
        var batch = new SampleBatch(new SampleOrigin("test"));
        samples.ForEach(sample => batch.Add(session.Series.GetOrAdd(sample.Key), sample.Time, sample.Value));
        batches = Batches(batch);
        return session;
    }

    private static async IAsyncEnumerable<SampleBatch> Batches(params SampleBatch[] batches)
    {
        await Task.CompletedTask;
        foreach (var batch in batches)
        {
            yield return batch;
        }
    }

    private static async Task<ILookup<SeriesKey, (long Time, double Value)>> ReadAsync(string folder, DateTimeOffset? start = null, DateTimeOffset? end = null)
    {
        var (session, read) = (new IngestSession(), new List<(SeriesKey Key, long Time, double Value)>());
        await foreach (var batch in new HistorySource(folder, start, end).ReadAsync(session, Token))
        {
            using (batch)
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    read.Add((session.Series[batch.Series[i]], batch.Times[i], batch.Values[i]));
                }
            }
        }

        return read.ToLookup(sample => sample.Key, sample => (sample.Time, sample.Value));
    }

    private sealed class KilledException : Exception;
}
