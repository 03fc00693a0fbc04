using CsCheck;
using Placement.Sizing;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Cli.Tests.Quality;

/// <summary>However single readings of a live source fail, and however its totals start anew, the plan releases no more of what was requested.</summary>
public sealed class RunningTotalsTests
{
    private const int Hours = 25;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly double[] Percentiles = [50, 90, 95];

    private static readonly Gen<(int[] Millicores, int Requested, double Percentile)> Fleets =
        Gen.Select(Gen.Int[1, 1000].Array[2 * Hours], Gen.Int[1, 2000], Gen.Int[0, 2]).Select((millicores, requested, percentile) => (millicores, requested, Percentiles[percentile]));

    /// <summary>At an hour, a replica and what happens to it; a kind past those of the world starts its total anew.</summary>
    private static readonly Gen<(int Hour, int Replica, int Kind)[]> Faults = Gen.Select(Gen.Int[0, Hours - 1], Gen.Int[0, 1], Gen.Int[0, LiveWorld.Kinds]).Array[1, 8];

    [Fact]
    public Task Of_proc_and_cgroups() => HoldsAsync(() => new KernelFiles());

    [Fact]
    public Task Of_a_Docker_engine() => HoldsAsync(() => new ScriptedEngine());

    private static Task HoldsAsync(Func<LiveWorld> world) =>
        Gen.Select(Fleets, Faults).SampleAsync(
            async (fleet, faults) =>
            {
                var clean = await ReleasedAsync(world, fleet.Millicores, [], fleet.Requested, fleet.Percentile);
                var after = await ReleasedAsync(world, fleet.Millicores, faults, fleet.Requested, fleet.Percentile);
                Assert.True(after.Millicores <= clean.Millicores && after.Bytes <= clean.Bytes, $"Released {clean} of each replica from the clean source, {after} from the faulty one.");
            },
            iter: 25, threads: 1);

    private static async Task<(long Millicores, long Bytes)> ReleasedAsync(Func<LiveWorld> make, int[] millicores, (int Hour, int Replica, int Kind)[] faults, int requested, double percentile)
    {
        using var world = make();
        var (clock, totals) = (new At(Start), new long[] { 5_000_000, 7_000_000 });
        var (source, session) = (world.Source(clock), new IngestSession(quarantine: new() { MaxShare = 1 }));
        var builder = new ProfileBuilder(session, new ProfileOptions { Start = Start, End = Start.AddHours(Hours), SlotWidth = TimeSpan.FromHours(1), SampleInterval = TimeSpan.FromHours(1) }, new At(Start.AddDays(2)));
        for (var hour = 0; hour < Hours; hour++, clock.Now += TimeSpan.FromHours(1))
        {
            var (_, spoilt, kind) = faults.FirstOrDefault(fault => fault.Hour == hour, (Hour: hour, Replica: -1, Kind: 0));
            for (var replica = 0; replica < 2; replica++)
            {
                totals[replica] = spoilt == replica && kind == LiveWorld.Kinds ? millicores[hour] * 1000L : totals[replica] + (millicores[(2 * hour) + replica] * 3_600_000L);
            }

            world.Set(totals, 100 << 20, kind == LiveWorld.Kinds ? -1 : spoilt, kind);
            await AddAsync(builder, source, session);
        }

        var subject = new SizingSubject { Workload = "web", Replicas = world.Replicas, RequestedMillicores = requested, RequestedBytes = 256 << 20 };
        var demand = Assert.Single(DemandSizer.Size([subject], builder.Build(), new SizingPolicy { CpuPercentile = percentile }));
        return (Math.Max(0, requested - demand.Cpu.Amount), Math.Max(0, (256 << 20) - demand.Memory.Amount));
    }

    /// <summary>Takes what the source says up to its fault, as a watch does, which reads again at the next hour.</summary>
    private static async Task AddAsync(ProfileBuilder builder, ISampleSource source, IngestSession session)
    {
        try
        {
            await foreach (var batch in source.ReadAsync(session, TestContext.Current.CancellationToken))
            {
                using (batch)
                {
                    builder.Add(batch);
                }
            }
        }
        catch (InvalidTelemetryException fault)
        {
            Assert.NotEmpty(fault.Message);
        }
    }
}
