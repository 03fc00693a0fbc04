using System.Globalization;
using System.Text;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;
using Placement.Telemetry.Sources.Prometheus;

namespace Placement.Telemetry.Tests.Sources.Prometheus;

/// <summary>Against the real server: what comes from it equals what comes from a file of the same data.</summary>
public sealed class RealPrometheusTests
{
    private const int Nodes = 6;
    private const int Slots = 2 * 288;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Gauges_read_from_the_server_equal_those_read_from_CSV()
    {
        await using var server = await PrometheusServer.StartAsync(Gauges());
        using var source = new PrometheusSource(server.Address, GaugeOptions with { StepsPerRequest = 100, SubjectsPerRequest = 4 });

        Same(await CsvAsync(), await WindowAsync(source));
    }

    [Fact]
    public async Task A_server_killed_and_restarted_in_the_middle_loses_nothing()
    {
        await using var server = await PrometheusServer.StartAsync(Gauges());
        using var handler = new Interrupting(server) { InnerHandler = new SocketsHttpHandler() };
        using var source = new PrometheusSource(server.Address, GaugeOptions with { StepsPerRequest = 100, RetryDelay = TimeSpan.FromMilliseconds(50) }, handler);

        Same(await CsvAsync(), await WindowAsync(source));
        Assert.True(handler.Refused > 0);
    }

    [Fact]
    public async Task Counters_become_rates_over_a_reset_and_a_gap_stays_a_gap()
    {
        // Two CPUs, each 0.25 cores of user time, scraped every 60 s; restarted after 30 minutes; silent from minute 60 to 90.
        var text = new StringBuilder("# TYPE node_cpu_seconds counter\n");
        for (var cpu = 0; cpu < 2; cpu++)
        {
            foreach (var mode in new[] { "user", "idle" })
            {
                for (var minute = 0; minute <= 120; minute++)
                {
                    if (minute is <= 60 or >= 90)
                    {
                        var seconds = (minute >= 30 ? minute - 30 : minute) * 60 * (mode == "user" ? 0.25 : 0.75);
                        text.Append(CultureInfo.InvariantCulture, $"node_cpu_seconds_total{{instance=\"n1\",cpu=\"{cpu}\",mode=\"{mode}\"}} {seconds} {Start.AddMinutes(minute).ToUnixTimeSeconds()}\n");
                    }
                }
            }
        }

        await using var server = await PrometheusServer.StartAsync(text.ToString());
        var options = new PrometheusOptions { Start = Start.AddMinutes(5), End = Start.AddMinutes(121), Queries = [PrometheusPresets.NodeExporter.Usage[0]] };
        using var source = new PrometheusSource(server.Address, options);

        var times = new List<double>();
        await foreach (var batch in source.ReadAsync(new IngestSession(), TestContext.Current.CancellationToken))
        {
            using (batch)
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    times.Add((batch.Times[i] - Start.ToUnixTimeMilliseconds()) / 60_000.0);
                    var atReset = times[^1] is 30 or 35;
                    Assert.InRange(batch.Values[i], atReset ? 390 : 499.9, 510);
                }
            }
        }

        Assert.DoesNotContain(times, minute => minute is > 64 and < 91);
        Assert.Contains(120.0, times);
    }

    private static PrometheusOptions GaugeOptions => new()
    {
        Start = Start,
        End = Start.AddMinutes(5 * Slots),
        Queries =
        [
            new() { Resource = Resource.Cpu, Expression = "last_over_time(node_cpu_cores{$match}[$range])", Discovery = "node_cpu_cores", Scale = 1000 },
            new() { Resource = Resource.Memory, Expression = "last_over_time(node_memory_used_bytes{$match}[$range])", Discovery = "node_memory_used_bytes" },
        ],
    };

    /// <summary>Usage of a node at a slot, in millicores and bytes; some slots are missing.</summary>
    private static (long Millicores, long Bytes)? Usage(int node, int slot) =>
        (node * 31 + slot) % 41 == 0 ? null : (500 + (node * 100) + (slot * 37 % 900), (1L << 30) + (node * 12345L) + (slot * 7919L % 100_000));

    private static string Gauges()
    {
        var text = new StringBuilder();
        foreach (var cpu in new[] { true, false })
        {
            var name = cpu ? "node_cpu_cores" : "node_memory_used_bytes";
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n");
            for (var node = 0; node < Nodes; node++)
            {
                for (var slot = 0; slot < Slots; slot++)
                {
                    if (Usage(node, slot) is { } usage)
                    {
                        var value = cpu ? usage.Millicores / 1000m : usage.Bytes;
                        text.Append(CultureInfo.InvariantCulture, $"{name}{{instance=\"n{node}:9100\"}} {value} {Start.AddMinutes(5 * slot).ToUnixTimeSeconds()}\n");
                    }
                }
            }
        }

        return text.ToString();
    }

    private static async Task<TelemetryWindow> CsvAsync()
    {
        var text = new StringBuilder("timestamp,node,cpu_millicores,memory_bytes\n");
        for (var slot = 0; slot < Slots; slot++)
        {
            for (var node = 0; node < Nodes; node++)
            {
                if (Usage(node, slot) is { } usage)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{Start.AddMinutes(5 * slot):yyyy-MM-ddTHH:mm:ssZ},n{node}:9100,{usage.Millicores},{usage.Bytes}\n");
                }
            }
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return await WindowAsync(new CsvSampleSource("gauges.csv", () => new MemoryStream(bytes)));
    }

    private static Task<TelemetryWindow> WindowAsync(ISampleSource source) =>
        TelemetryReader.ReadAsync(new IngestSession(), [source], cancellationToken: TestContext.Current.CancellationToken);

    private static void Same(TelemetryWindow expected, TelemetryWindow actual)
    {
        Assert.Equal(expected.Axis, actual.Axis);
        Assert.Equal(2 * Nodes, actual.Profiles.Count);
        foreach (var (left, right) in expected.Profiles.Zip(actual.Profiles))
        {
            Assert.Equal(left.Key, right.Key);
            Assert.Equal(left.Grade, right.Grade);
            foreach (var percentile in new[] { 50.0, 95, 99, 100 })
            {
                Assert.Equal(left.Percentile(percentile), right.Percentile(percentile));
            }
        }
    }

    /// <summary>Kills the server before its fourth request and starts it again before the sixth.</summary>
    private sealed class Interrupting(PrometheusServer server) : DelegatingHandler
    {
        private int _requests;

        public int Refused { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _requests++;
            if (_requests == 4)
            {
                server.Kill();
            }
            else if (_requests == 6)
            {
                await server.StartAsync();
            }

            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (Exception fault) when (fault is HttpRequestException or System.Net.Sockets.SocketException)
            {
                Refused++;
                throw;
            }
        }
    }
}
