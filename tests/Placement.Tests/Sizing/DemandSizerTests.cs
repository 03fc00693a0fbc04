using CsCheck;
using Placement.Sizing;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using static Placement.Tests.Sizing.Telemetry;

namespace Placement.Tests.Sizing;

public sealed class DemandSizerTests
{
    private const long GiB = 1L << 30;

    private static SizedDemand Size(TelemetryWindow? window, SizingPolicy? policy = null, long? cpu = 4000, long? memory = 8 * GiB, params string[] replicas) =>
        DemandSizer.Size([new() { Workload = "web", Replicas = replicas.Length == 0 ? ["web/0"] : replicas, RequestedMillicores = cpu, RequestedBytes = memory }], window, policy ?? new())[0];

    private static double[] Ramp(int slots) => [.. Enumerable.Range(1, slots).Select(i => (double)i)];

    [Fact]
    public void Cpu_is_the_percentile_with_headroom_and_memory_the_highest_with_margin()
    {
        // p95 of 1..2000 is 1900; 1900 x 1.15 = 2185. The highest memory is 1000 MiB; with 10 % it is 1100 MiB.
        var demand = Size(Window(("web/0", Ramp(2000), [.. Constant(500 << 20, 1999), 1000 << 20])));

        Assert.Equal((2185, SizingBasis.Measured), (demand.Cpu.Amount, demand.Cpu.Basis));
        Assert.Equal(1100L << 20, demand.Memory.Amount);
    }

    [Theory]
    [InlineData(95, 1900)]
    [InlineData(99, 1980)]
    [InlineData(100, 2000)]
    public void The_percentile_can_be_chosen(double percentile, long expected) =>
        Assert.Equal(expected, Size(Window(("web/0", Ramp(2000), Constant(1, 2000))), new() { CpuPercentile = percentile, CpuHeadroom = 0 }).Cpu.Amount);

    [Fact]
    public void The_busiest_replica_sizes_all() =>
        Assert.Equal(300, Size(Window(("web/0", Constant(10, 300), Constant(1, 300)), ("web/1", Constant(300, 300), Constant(1, 300))), new() { CpuHeadroom = 0 }, replicas: ["web/0", "web/1"]).Cpu.Amount);

    [Fact]
    public void A_fraction_rounds_up() =>
        Assert.Equal(103, Size(Window(("web/0", Constant(102.25, 300), Constant(1, 300))), new() { CpuHeadroom = 0 }).Cpu.Amount);

    [Fact]
    public void What_idles_gets_the_floor()
    {
        var demand = Size(Window(("web/0", Constant(0.1, 300), Constant(1000, 300))));

        Assert.Equal((10, SizingBasis.Floor, 16L << 20, SizingBasis.Floor), (demand.Cpu.Amount, demand.Cpu.Basis, demand.Memory.Amount, demand.Memory.Basis));
    }

    [Fact]
    public void Thin_data_never_releases_capacity()
    {
        // Four hours are grade D.
        var demand = Size(Window(("web/0", Constant(100, 48), Constant(GiB, 48))));

        Assert.Equal((4000, SizingBasis.Requested, DataGrade.D), (demand.Cpu.Amount, demand.Cpu.Basis, demand.Grade));
        Assert.Equal(8 * GiB, demand.Memory.Amount);
    }

    [Fact]
    public void Thin_data_above_the_request_raises_it() =>
        Assert.Equal((5750, SizingBasis.Measured), (Size(Window(("web/0", Constant(5000, 48), Constant(GiB, 48)))).Cpu.Amount, SizingBasis.Measured));

    [Fact]
    public void A_replica_without_telemetry_keeps_the_whole_workload_at_its_request() =>
        Assert.Equal(4000, Size(Window(("web/0", Constant(10, 300), Constant(1, 300))), replicas: ["web/0", "web/1"]).Cpu.Amount);

    [Fact]
    public void A_percentile_that_gaps_could_hide_keeps_the_request()
    {
        // 10 % of the slots are missing, so the 95th percentile could be anything.
        var cpu = Constant(100, Day * 2);
        Array.Fill(cpu, double.NaN, 0, 60);

        Assert.Equal((4000, SizingBasis.Requested), (Size(Window(("web/0", cpu, Constant(GiB, Day * 2)))).Cpu.Amount, SizingBasis.Requested));
    }

    [Fact]
    public void What_nothing_sizes_is_refused_with_a_way_out()
    {
        var fault = Assert.Single(Assert.Throws<SizingException>(() => Size(Window(("web/0", Constant(1, 48), Constant(1, 48))), cpu: null)).Faults);

        Assert.StartsWith("Workload 'web' has cpu telemetry of grade D where C is needed, and requests no cpu.", fault, StringComparison.Ordinal);
        Assert.EndsWith("State a request, or collect for longer.", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_owner_may_rely_on_the_highest_usage_of_thin_data() =>
        Assert.Equal(115, Size(Window(("web/0", Constant(100, 48), Constant(GiB, 48))), new() { ThinData = ThinDataRule.UseHighest }, cpu: null).Cpu.Amount);

    [Fact]
    public void A_policy_may_refuse_thin_data_even_with_a_request() =>
        Assert.Throws<SizingException>(() => Size(Window(("web/0", Constant(100, 48), Constant(GiB, 48))), new() { ThinData = ThinDataRule.Refuse }));

    [Fact]
    public void Without_telemetry_requests_count()
    {
        var demand = Size(null, SizingPolicy.ByRequest);

        Assert.Equal((4000, 8 * GiB, SizingBasis.Requested), (demand.Cpu.Amount, demand.Memory.Amount, demand.Cpu.Basis));
        Assert.Throws<SizingException>(() => Size(null, SizingPolicy.ByRequest, memory: null));
    }

    [Fact]
    public void Telemetry_that_names_the_workload_stands_for_its_replicas() =>
        Assert.Equal(50, Size(Window(("web", Constant(50, 300), Constant(1, 300))), new() { CpuHeadroom = 0 }, replicas: ["web/0", "web/1"]).Cpu.Amount);

    [Theory]
    [InlineData(0.7, 96_000, 67_200)]
    [InlineData(0.7, 11, 7)]
    [InlineData(1, 96_001, 96_001)]
    public void Planning_capacity_rounds_down(double target, long capacity, long expected) =>
        Assert.Equal(expected, new SizingPolicy { TargetUtilization = target }.PlanningCapacity(capacity));

    [Fact]
    public void Losing_any_samples_never_lowers_a_percentile_demand()
    {
        var cases =
            from usage in Gen.Double[0, 1000].Array[Day + 20]
            from lost in Gen.Int[0, Day + 19].Array[0, 60]
            from percentile in Gen.Double[50, 99.9]
            select (usage, lost, percentile);

        cases.Sample(
            c =>
            {
                var policy = new SizingPolicy { CpuPercentile = c.percentile };
                var memory = Constant(GiB, Day + 20);
                var whole = Size(Window(("web/0", c.usage, memory)), policy).Cpu.Amount;
                var holed = (double[])c.usage.Clone();
                foreach (var slot in c.lost)
                {
                    holed[slot] = double.NaN;
                }

                var after = Size(Window(("web/0", holed, memory)), policy).Cpu.Amount;
                Assert.True(after >= whole, $"{whole} before, {after} after {c.lost.Length} losses");
            },
            iter: 200);
    }
}
