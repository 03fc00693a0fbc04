using CsCheck;
using Placement.Sizing;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Cli.Tests.Quality;

/// <summary>However a feed of any kind is corrupted, the plan releases no more of what was requested than it would from the clean one, or the feed is refused.</summary>
public sealed class ReleasedCapacityTests : IDisposable
{
    private static readonly double[] Percentiles = [50, 90, 95, 99];

    /// <summary>Usage in any order, or rising, so that the end of the feed holds the peak; a request on either side of it.</summary>
    private static readonly Gen<(int[] Millicores, int Requested, double Percentile)> Fleets = Gen.Select(
        Gen.Int[1, 1000].Array[2 * Reading.Slots],
        Gen.Bool,
        Gen.Int[1, 2000],
        Gen.Int[0, 3]).Select((millicores, isRising, requested, percentile) => (isRising ? [.. millicores.Order()] : millicores, requested, Percentiles[percentile]));

    private readonly Scratch _scratch = new();

    public static TheoryData<string> Kinds => [.. FeedFormats.All];

    public static TheoryData<string> Files => [.. FeedFormats.Files];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Rows_are_lost_late_repeated_misdated_zeroed_or_unreadable(string kind) =>
        Gen.Select(Fleets, Corruption.Some).SampleAsync(
            async (fleet, corruptions) =>
            {
                var clean = Reading.Day(fleet.Millicores);
                await HoldsAsync(await FeedFormats.OpenAsync(kind, clean, _scratch.Path), () => FeedFormats.OpenAsync(kind, Corruption.Apply(clean, corruptions), _scratch.Path), fleet.Requested, fleet.Percentile);
            },
            iter: 70, threads: 1);

    [Theory]
    [MemberData(nameof(Files))]
    public Task The_file_ends_anywhere(string kind) =>
        Gen.Select(Fleets, Gen.Int[1, 60], Gen.Double[0, 1]).SampleAsync(
            async (fleet, bytes, share) =>
            {
                var whole = await FeedFormats.BytesAsync(kind, Reading.Day(fleet.Millicores));
                var cut = share < 0.5 ? whole[..^bytes] : whole[..(int)((share - 0.5) * 2 * whole.Length)];
                cut = kind == "csv" ? WithoutPartOfNumber(cut) : cut;
                await HoldsAsync(FeedFormats.Open(kind, whole, _scratch.Path), () => Task.FromResult(FeedFormats.Open(kind, cut, _scratch.Path)), fleet.Requested, fleet.Percentile);
            },
            iter: 150, threads: 1);

    /// <summary>Part of a number is a number, and nothing tells it from a true one where no line break follows.</summary>
    private static byte[] WithoutPartOfNumber(byte[] csv) => csv.AsSpan().TrimEnd("0123456789"u8).ToArray();

    private static async Task HoldsAsync(ISampleSource clean, Func<Task<ISampleSource>> corrupted, int requested, double percentile)
    {
        var (cpu, memory) = await ReleasedAsync(clean, requested, percentile);
        try
        {
            var after = await ReleasedAsync(await corrupted(), requested, percentile);
            Assert.True(after.Millicores <= cpu && after.Bytes <= memory, $"Released {cpu} millicores and {memory} bytes of each replica from the clean feed, {after.Millicores} and {after.Bytes} from the corrupted one.");
        }
        catch (InvalidTelemetryException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
    }

    private static async Task<(long Millicores, long Bytes)> ReleasedAsync(ISampleSource source, int requested, double percentile)
    {
        using var opened = source as IDisposable;
        var options = new ProfileOptions { Start = Reading.Start, End = Reading.Start + (Reading.Slots * Reading.Interval), SlotWidth = Reading.Interval, SampleInterval = Reading.Interval };
        var window = await TelemetryReader.ReadAsync(new IngestSession(quarantine: new() { MaxShare = 1 }), [source], options, new At(Reading.Start.AddDays(2)), cancellationToken: TestContext.Current.CancellationToken);
        var subject = new SizingSubject { Workload = "web", Replicas = Reading.Replicas, RequestedMillicores = requested, RequestedBytes = 256 << 20 };
        var demand = Assert.Single(DemandSizer.Size([subject], window, new SizingPolicy { CpuPercentile = percentile }));
        return (Math.Max(0, requested - demand.Cpu.Amount), Math.Max(0, (256 << 20) - demand.Memory.Amount));
    }
}
