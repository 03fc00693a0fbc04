using System.Net;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Prometheus;
using static Placement.Telemetry.Tests.Sources.Prometheus.ScriptedServer;

namespace Placement.Telemetry.Tests.Sources.Prometheus;

public sealed class PrometheusSourceTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly PrometheusQuery Query = new() { Resource = Resource.Cpu, Expression = "m{$match}[$range]", Discovery = "m", Scale = 1000 };

    private static readonly PrometheusOptions Options = new()
    {
        Start = Start,
        End = Start.AddHours(1),
        Queries = [Query],
        RetryDelay = TimeSpan.Zero,
        Retries = 3,
    };

    [Fact]
    public async Task Values_arrive_in_the_canonical_unit()
    {
        var server = new ScriptedServer((_, path, form, _) => Task.FromResult(IsSeries(path) ? Series("a", "b") : Matrix(form, "a", "b")));

        var samples = await ReadAsync(server, Options);

        Assert.Equal(24, samples.Count);
        Assert.All(samples, sample => Assert.Equal(2000, sample.Value));
        Assert.Equal(Start.ToUnixTimeMilliseconds(), samples[0].Time);
    }

    [Fact]
    public async Task A_long_window_and_many_subjects_are_read_in_parts_without_gap_or_overlap()
    {
        var server = new ScriptedServer((_, path, form, _) => Task.FromResult(IsSeries(path) ? Series("a", "b", "c") : Matrix(form, "a", "b", "c")));

        var samples = await ReadAsync(server, Options with { StepsPerRequest = 5, SubjectsPerRequest = 2 });

        Assert.Equal(1 + (2 * 3), server.Requests);
        Assert.Equal(36, samples.Distinct().Count());
        Assert.Equal(36, samples.Count);
    }

    [Fact]
    public async Task A_server_that_fails_and_recovers_loses_nothing()
    {
        var server = new ScriptedServer((number, path, form, _) => number switch
        {
            2 => Task.FromResult(Json("overloaded", HttpStatusCode.ServiceUnavailable)),
            3 => throw new HttpRequestException("connection refused"),
            4 => Task.FromResult(Json("""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"instance":"a"},"values":[[1,"2"]""")),
            _ => Task.FromResult(IsSeries(path) ? Series("a") : Matrix(form, "a")),
        });

        var samples = await ReadAsync(server, Options);

        Assert.Equal(12, samples.Count);
        Assert.Equal(5, server.Requests);
    }

    [Fact]
    public async Task A_server_that_stays_broken_is_a_clear_error()
    {
        var server = new ScriptedServer((_, path, _, _) => Task.FromResult(IsSeries(path) ? Series("a") : Json("""{"status":"error","errorType":"internal","error":"disk full"}""", HttpStatusCode.InternalServerError)));

        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => ReadAsync(server, Options));

        Assert.Contains("failed 4 times, the last time with: 500 Internal Server Error: disk full", error.Message, StringComparison.Ordinal);
        Assert.Contains("http://prometheus.test/api/v1/query_range", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_server_is_given_up_after_the_timeout_and_tried_again()
    {
        var server = new ScriptedServer(async (number, path, form, token) =>
        {
            if (number == 2)
            {
                await Task.Delay(Timeout.Infinite, token);
            }

            return IsSeries(path) ? Series("a") : Matrix(form, "a");
        });

        Assert.Equal(12, (await ReadAsync(server, Options with { Timeout = TimeSpan.FromMilliseconds(200) })).Count);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task A_partial_answer_is_an_error()
    {
        var server = new ScriptedServer((_, path, _, _) => Task.FromResult(IsSeries(path)
            ? Series("a")
            : Json("""{"status":"success","warnings":["store 2 is down"],"data":{"resultType":"matrix","result":[]}}""")));

        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => ReadAsync(server, Options));

        Assert.Contains("not whole: store 2 is down", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_halved()
    {
        var server = new ScriptedServer((_, path, form, _) => Task.FromResult(IsSeries(path) ? Series("a", "b")
            : decimal.Parse(form["end"], null) - decimal.Parse(form["start"], null) > 900
                ? Json("""{"status":"error","errorType":"execution","error":"query processing would load too many samples into memory in query execution"}""", HttpStatusCode.UnprocessableEntity)
                : Matrix(form, "a", "b")));

        var samples = await ReadAsync(server, Options);

        Assert.Equal(24, samples.Distinct().Count());
        Assert.Equal(24, samples.Count);
    }

    [Fact]
    public async Task A_wrong_query_is_not_tried_again()
    {
        var server = new ScriptedServer((_, path, _, _) => Task.FromResult(IsSeries(path)
            ? Series("a")
            : Json("""{"status":"error","errorType":"bad_data","error":"parse error: unexpected character"}""", HttpStatusCode.BadRequest)));

        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => ReadAsync(server, Options));

        Assert.Contains("refuses the query: parse error", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task A_subject_without_values_is_on_record()
    {
        var server = new ScriptedServer((_, path, form, _) => Task.FromResult(IsSeries(path) ? Series("a", "gone") : Matrix(form, "a")));
        using var source = new PrometheusSource(new Uri("http://prometheus.test"), Options, server);

        var window = await TelemetryReader.ReadAsync(new IngestSession(), [source], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(SeriesKey.ForNode("gone", Resource.Cpu), Assert.Single(window.SeriesWithoutData));
    }

    [Fact]
    public async Task No_series_at_all_is_an_error()
    {
        var server = new ScriptedServer((_, _, _, _) => Task.FromResult(Series()));

        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => ReadAsync(server, Options));

        Assert.Contains("has no series m", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_series_of_one_subject_are_an_error_and_not_mixed()
    {
        var server = new ScriptedServer((_, path, form, _) => Task.FromResult(IsSeries(path) ? Series("a") : Matrix(form, "a", "a")));

        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => ReadAsync(server, Options));

        Assert.Contains("two series for a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_are_sent_and_appear_in_no_message()
    {
        var server = new ScriptedServer((_, _, _, _) => Task.FromResult(Json("no", HttpStatusCode.Unauthorized)));
        using var source = new PrometheusSource(new Uri("http://me:secret@prometheus.test/prefix/"), Options, server);

        var error = await Assert.ThrowsAsync<InvalidTelemetryException>(() => TelemetryReader.ReadAsync(new IngestSession(), [source], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("Basic " + Convert.ToBase64String("me:secret"u8), Assert.Single(server.Authorizations));
        Assert.Contains("check the authorization", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", source.Name + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subjects_are_matched_literally()
    {
        var server = new ScriptedServer((_, path, form, _) => Task.FromResult(IsSeries(path) ? Series("10.0.0.1:9100", "a|b") : Matrix(form, "none")));

        await Assert.ThrowsAsync<InvalidTelemetryException>(() => ReadAsync(server, Options));

        Assert.Equal("""m{instance=~"10\\.0\\.0\\.1:9100|a\\|b",}[299999ms]""", server.Queries[1]);
    }

    private static bool IsSeries(string path) => path.EndsWith("/series", StringComparison.Ordinal);

    private static async Task<List<(int Series, long Time, double Value)>> ReadAsync(ScriptedServer server, PrometheusOptions options)
    {
        using var source = new PrometheusSource(new Uri("http://prometheus.test"), options, server);
        var samples = new List<(int, long, double)>();
        await foreach (var batch in source.ReadAsync(new IngestSession(), TestContext.Current.CancellationToken))
        {
            using (batch)
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    samples.Add((batch.Series[i], batch.Times[i], batch.Values[i]));
                }
            }
        }

        return samples;
    }
}
