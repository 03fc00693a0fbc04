using Placement.Scheduling;
using Placement.Sizing;
using Placement.Telemetry.Quality;
using Placement.Testing;

namespace Placement.Docker.Tests;

public sealed class UsageMeterTests
{
    private readonly VirtualClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));

    private UsageMeter Meter(DataGrade worst = DataGrade.D) =>
        new(new DockerUsageOptions { Owner = "ours", Sizing = new SizingPolicy { WorstGrade = worst, CpuPercentile = 100, CpuHeadroom = 0.5, MemoryMargin = 0.25, FloorMillicores = 0, FloorBytes = 0 } }, _clock);

    private ContainerReading Reading(string container, double millicoreSeconds, double bytes, string? service = "web", string owner = "ours") => new()
    {
        Container = container,
        Name = container,
        Identity = service is null ? null : new ReplicaIdentity { Owner = owner, Service = service, ReplicaId = $"{service}.{container}", Attempt = 1, Revision = 1 },
        Time = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
        MillicoreSeconds = millicoreSeconds,
        Bytes = bytes,
    };

    [Fact]
    public void A_service_needs_what_its_busiest_replica_uses_and_a_node_what_all_its_containers_do()
    {
        var meter = Meter();
        meter.Take("n1", [Reading("a", 5_000, 100), Reading("b", 0, 400), Reading("foreign", 0, 1_000, service: null)]);
        Assert.Empty(meter.Report().Nodes); // running totals say nothing before the second reading
        _clock.Advance(TimeSpan.FromSeconds(10));
        meter.Take("n1", [Reading("a", 7_000, 100), Reading("b", 1_000, 400), Reading("foreign", 3_000, 1_000, service: null)]);
        var report = meter.Report();

        // a: 2,000 millicore-seconds in 10 s = 200 millicores, and half as much on top; b holds 400 bytes, and a quarter on top.
        Assert.Equal(new MeasuredUse { CpuMillicores = 300, MemoryBytes = 500 }, report.Services["web"]);
        Assert.Equal(new MeasuredUse { CpuMillicores = 600, MemoryBytes = 1_500 }, report.Nodes["n1"]); // 200 + 100 + 300
    }

    [Fact]
    public void What_another_owner_runs_is_no_service_of_ours()
    {
        var meter = Meter();
        meter.Take("n1", [Reading("a", 0, 100, owner: "theirs")]);
        _clock.Advance(TimeSpan.FromSeconds(10));
        meter.Take("n1", [Reading("a", 1_000, 100, owner: "theirs")]);
        var report = meter.Report();
        Assert.Empty(report.Services);
        Assert.Equal(100, report.Nodes["n1"].CpuMillicores);
    }

    [Fact]
    public void Requests_count_until_the_data_are_good_enough()
    {
        var meter = Meter(DataGrade.C); // a day with 80 % of its slots
        var first = 0;
        meter.Take("n1", [Reading("a", 0, 100)]);
        for (var minutes = 5; minutes <= 30 * 60 && first == 0; minutes += 5)
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            meter.Take("n1", [Reading("a", minutes * 60_000, 100)]);
            first = meter.Report().Services.Count == 1 ? minutes : 0;
        }

        Assert.InRange(first, 24 * 60, (24 * 60) + 10);
    }

    [Fact]
    public void A_replica_that_takes_the_place_of_another_loses_nothing_of_what_was_measured()
    {
        var meter = Meter();
        meter.Take("n1", [Reading("a", 0, 900)]);
        _clock.Advance(TimeSpan.FromSeconds(10));
        meter.Take("n1", [Reading("a", 4_000, 900)]);
        meter.Report();
        _clock.Advance(TimeSpan.FromMinutes(10));
        meter.Take("n2", [Reading("b", 0, 100)]);
        meter.Report();
        _clock.Advance(TimeSpan.FromSeconds(10));
        meter.Take("n2", [Reading("b", 10, 100)]);
        Assert.Equal(new MeasuredUse { CpuMillicores = 600, MemoryBytes = 1_125 }, meter.Report().Services["web"]); // as the first one used, 400 and 900
    }

    [Fact]
    public void A_node_that_was_not_read_is_not_named()
    {
        var meter = Meter();
        meter.Take("n1", [Reading("a", 0, 100)]);
        _clock.Advance(TimeSpan.FromSeconds(10));
        meter.Take("n1", [Reading("a", 0, 100)]);
        Assert.Single(meter.Report().Nodes);
        Assert.Empty(meter.Report().Nodes);
    }
}
