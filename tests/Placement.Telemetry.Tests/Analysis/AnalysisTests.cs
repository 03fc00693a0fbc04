using CsCheck;
using Placement.Telemetry.Analysis;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Quantities;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Tests.Analysis;

public sealed class AnalysisTests
{
    private static readonly NodeSize[] Nodes = [Size("n1", 1000, 100), Size("n2", 1000, 100)];

    [Fact]
    public void A_hot_spot_tells_when_and_how_long()
    {
        // Target 700 of 1000: slots 2, 3 and 5 are hot, 4 is missing and does not end the span; 8 is a span of its own.
        double?[] usage = [100, 100, 800, 900, null, 750, 100, 100, 950, 100];
        var window = Feed.Window(usage.Select((value, i) => ("n1", i * 5.0, value)).Where(s => s.value is not null).Select(s => (s.Item1, s.Item2, s.value!.Value)));

        var spot = Assert.Single(HotSpots.Find(window, Nodes));

        Assert.Equal(("n1", Resource.Cpu, 4.0 / 9, 0.95), (spot.Node, spot.Resource, spot.ShareOfTime, spot.PeakShare));
        Assert.Equal(TimeSpan.FromMinutes(20), spot.TimeAbove);
        Assert.Equal([(10.0, 30.0, 0.9), (40.0, 45.0, 0.95)], spot.Spans.Select(span => ((span.Start - Feed.Monday).TotalMinutes, (span.End - Feed.Monday).TotalMinutes, Math.Round(span.PeakShare, 6))));
        Assert.Equal(TimeSpan.FromMinutes(20), spot.LongestSpan);
        Assert.Empty(HotSpots.Find(window, Nodes, new HotSpotOptions { MinShare = 0.5 }));
        Assert.Empty(HotSpots.Find(window, Nodes, new HotSpotOptions { Target = 0.96 }));
    }

    [Fact]
    public void Spans_hold_every_hot_slot_and_no_cool_one() =>
        Gen.Double[1, 1000].Array[1, 80].Sample(values =>
        {
            var window = Feed.Window(values.Select((value, i) => ("n1", i * 5.0, value)));
            var spans = HotSpots.Find(window, Nodes, new HotSpotOptions { MinShare = 0 }).SelectMany(spot => spot.Spans).ToArray();
            for (var slot = 0; slot < values.Length; slot++)
            {
                var start = window.Axis.StartOf(slot);
                Assert.Equal(window.Profiles[0].Row!.Peaks[slot] > 700f, spans.Any(span => span.Start <= start && start < span.End));
            }
        }, iter: 300);

    [Fact]
    public void An_idle_node_uses_little_and_a_node_of_which_little_is_known_is_not_idle()
    {
        var samples = Enumerable.Range(0, 100).SelectMany(i => new[] { ("n1", i * 5.0, 20.0), ("n2", i * 5.0, 20.0) }).ToList();
        var known = Feed.Window(samples);
        Assert.Equal(["n1", "n2"], IdleNodes.Find(known, Nodes).Select(node => node.Node));
        Assert.Equal(0.02, IdleNodes.Find(known, Nodes)[0].CpuShare, 6);

        samples.RemoveAll(sample => sample.Item1 == "n2" && sample.Item2 is > 100 and < 130);
        Assert.Equal(["n1"], IdleNodes.Find(Feed.Window(samples), Nodes).Select(node => node.Node));
        Assert.Empty(IdleNodes.Find(known, Nodes, new IdleOptions { CpuShare = 0.01 }));
    }

    [Fact]
    public void Requests_are_compared_with_usage_over_all_replicas()
    {
        var session = new IngestSession();
        var builder = new ProfileBuilder(session, timeProvider: new Feed.At(Feed.Monday.AddYears(1)));
        using var batch = new SampleBatch(new SampleOrigin("test"));
        foreach (var (replica, usage) in new[] { ("a-0", 100.0), ("a-1", 300.0) })
        {
            batch.Add(session.Series.GetOrAdd(SeriesKey.ForReplica(replica, Resource.Cpu)), Feed.Monday.ToUnixTimeMilliseconds(), usage);
        }

        builder.Add(batch);
        var request = new WorkloadRequest { Workload = "a", Cpu = CpuQuantity.FromMillicores(1000), Memory = ByteQuantity.FromBytes(5), Replicas = ["a-0", "a-1", "a-2"] };

        var compared = RequestUsages.Compare(builder.Build(), [request]);

        Assert.Equal((3000, 400.0, (3, 2), DataGrade.D), (compared[0].Requested, compared[0].Mean, compared[0].Replicas, compared[0].Grade));
        Assert.Equal(0.2, compared[0].UsedShare!.Value, 9);
        Assert.Equal((Resource.Memory, 15L, (3, 0), (double?)null), (compared[1].Resource, compared[1].Requested, compared[1].Replicas, compared[1].UsedShare));
    }

    [Fact]
    public void What_the_fleets_mix_cannot_use_is_stranded()
    {
        // Taken: 1000 m and 100 B in all, so the mix is 10 m a byte. n1 has 500 m and 90 B free: 500 m use 50 B, 40 B are stranded.
        // n2 has 500 m and 10 B free: 10 B use 100 m, 400 m are stranded.
        var rooms = StrandedCapacity.Measure([Load("n1", 500, 10), Load("n2", 500, 90)]);

        Assert.Equal((0, 40), (rooms[0].StrandedCpu.Millicores, rooms[0].StrandedMemory.Bytes));
        Assert.Equal((400, 0), (rooms[1].StrandedCpu.Millicores, rooms[1].StrandedMemory.Bytes));
    }

    [Fact]
    public void Stranded_is_never_more_than_free_and_only_one_resource_of_a_node_is() =>
        Gen.Select(Gen.Long[0, 1200], Gen.Long[0, 120]).Array[1, 8].Sample(loads =>
            Assert.All(StrandedCapacity.Measure([.. loads.Select((load, i) => Load($"n{i}", load.Item1, load.Item2))]), room =>
            {
                Assert.True(room.StrandedCpu <= room.FreeCpu && room.StrandedMemory <= room.FreeMemory);
                Assert.True(room.StrandedCpu == CpuQuantity.Zero || room.StrandedMemory == ByteQuantity.Zero);
            }));

    [Fact]
    public void The_fleets_peak_is_that_of_the_sums()
    {
        // Opposite peaks: each node peaks at 900, the fleet never needs more than 1000 at once.
        var window = Feed.Window(Enumerable.Range(0, 24).SelectMany(i => new[] { ("n1", i * 60.0, i % 2 == 0 ? 900.0 : 100), ("n2", i * 60.0, i % 2 == 0 ? 100.0 : 900) }));

        var usage = FleetUsage.Sum(window, SubjectKind.Node, Resource.Cpu, capacity: 2000)!;

        Assert.Equal((1000.0, 1000.0, 0.5), (usage.Max, usage.Percentile(50), usage.Utilisation!.Value));
        Assert.Equal(24, usage.ByHourOfDay.Count(hour => hour is { Slots: 1, Mean: 1000 }));
        Assert.Null(FleetUsage.Sum(window, SubjectKind.Replica, Resource.Cpu));
        Assert.Equal(-1, CoMovement.Between(window.Profiles[0], window.Profiles[1]).RankCorrelation, 9);
        Assert.Equal(1, CoMovement.Between(window.Profiles[0], window.Profiles[0]).RankCorrelation, 9);
    }

    [Fact]
    public void Co_movement_pairs_those_that_peak_together()
    {
        var window = Feed.Window(Enumerable.Range(0, 200).SelectMany(i =>
        {
            var high = i % 20 == 0 ? 500.0 : 10 + (i % 7);
            return new[] { ("a", i * 5.0, high), ("b", i * 5.0, high * 2), ("c", i * 5.0, 10.0 + ((i * 37) % 101)) };
        }));

        var best = CoMovement.Strongest(window.Profiles, 1).Single();

        Assert.Equal(("a", "b"), (best.First.Subject, best.Second.Subject) is ("b", "a") ? ("a", "b") : (best.First.Subject, best.Second.Subject));
        Assert.Equal(1, best.RankCorrelation, 9);
    }

    private static NodeSize Size(string node, long millicores, long bytes) =>
        new() { Node = node, Cpu = CpuQuantity.FromMillicores(millicores), Memory = ByteQuantity.FromBytes(bytes) };

    private static NodeLoad Load(string node, long millicores, long bytes) =>
        new() { Size = Size(node, 1000, 100), Cpu = CpuQuantity.FromMillicores(millicores), Memory = ByteQuantity.FromBytes(bytes) };
}
