using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;
using Placement.Telemetry.Sources.Presets;

namespace Placement.Telemetry.Tests.Sources;

public sealed class PresetTests
{
    [Fact]
    public async Task PlanetLab_reads_every_value_of_a_day()
    {
        var path = SharedData.Find("planetlab/20110303.csv.gz");
        var window = await ReadAsync(path, FeedPreset.Find("planetlab", path));

        Assert.Equal((1052, 288), (window.Profiles.Count, window.Axis.Count));
        Assert.Equal(new DateTimeOffset(2011, 3, 3, 0, 0, 0, TimeSpan.Zero), window.Axis.Start);
        Assert.Equal(0, window.Quarantine.Quarantined);
        Assert.All(window.Profiles, profile => Assert.Equal(1, profile.Coverage));

        // The published mean of that day is 12.31 % (Beloglazov and Buyya 2012, table 3).
        Assert.InRange(window.Profiles.Average(profile => profile.Mean) / 10, 12.2, 12.4);
    }

    [Fact]
    public async Task Alibaba_markers_and_blanks_are_found_and_reported()
    {
        var path = SharedData.Find("alibaba2018/machine_usage_sample.csv.gz");
        var window = await ReadAsync(path, FeedPreset.Find("alibaba2018-usage", path));

        Assert.Equal(16, window.Profiles.Count(profile => profile.Key.Resource == Resource.Cpu));
        Assert.Equal(16, window.Quarantine.CountOf(FaultRule.Marker));
        Assert.Equal([new("-1", 6), new("101", 10)], window.Quarantine.Counts.Single(c => c.Rule == FaultRule.Marker).Markers);
        Assert.Equal(2 * 78_325, window.Quarantine.CountOf(FaultRule.Blank));
        Assert.Equal(0, window.Quarantine.Quarantined);
        Assert.All(window.Profiles.Where(profile => profile.Key.Resource == Resource.Cpu), profile => Assert.InRange(profile.Max, 1, 96_000));
    }

    [Fact]
    public async Task Bitbrains_joins_cpu_and_memory_with_the_sizes_of_its_machines()
    {
        var machines = BitbrainsMachines.Read(SharedData.Find("bitbrains-rnd/vms.csv"));
        var (cpu, memory) = (SharedData.Find("bitbrains-rnd/cpu_mhz.csv.gz"), SharedData.Find("bitbrains-rnd/mem_mb.csv.gz"));
        var session = new IngestSession();
        machines.Apply(session.Capacities);
        var window = await TelemetryReader.ReadAsync(
            session,
            [new CsvSampleSource(cpu, FeedPreset.Find("bitbrains-cpu", cpu, machines).Csv), new CsvSampleSource(memory, FeedPreset.Find("bitbrains-memory", memory).Csv)],
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(998, window.Profiles.Count);
        Assert.Equal(2016, window.Axis.Count);
        Assert.Equal(2, window.Sources.Count);
        Assert.All(window.Profiles, profile => Assert.True(!session.Capacities.TryGet(profile.Key, out var capacity) || profile.Max <= capacity * 1.5));
    }

    [Fact]
    public void Bitbrains_tells_memory_from_cpu_by_the_name_of_the_file_and_finds_the_sizes_beside_it()
    {
        var cpu = FeedPreset.Find("bitbrains", SharedData.Find("bitbrains-rnd/cpu_mhz.csv.gz"));
        var memory = FeedPreset.Find("Bitbrains", SharedData.Find("bitbrains-rnd/mem_mb.csv.gz"));
        var capacities = new CapacityTable();
        cpu.Machines!.Apply(capacities, SubjectKind.Node);

        Assert.Equal((Resource.Cpu, Resource.Memory), (cpu.Csv.WideResource, memory.Csv.WideResource));
        Assert.Equal(2926, cpu.Csv.MegahertzPerCoreBySubject["1"]);
        Assert.True(capacities.TryGet(SeriesKey.ForNode("1", Resource.Cpu), out var millicores));
        Assert.Equal(2000, millicores);
        Assert.Null(FeedPreset.Find("bitbrains", "nowhere/cpu_mhz.csv").Machines);
    }

    [Fact]
    public void An_unknown_preset_names_the_known_ones() =>
        Assert.Contains("planetlab", Assert.Throws<InvalidTelemetryException>(() => FeedPreset.Find("azure", "x.csv")).Message, StringComparison.Ordinal);

    private static Task<TelemetryWindow> ReadAsync(string path, FeedPreset preset)
    {
        var session = new IngestSession();
        preset.Apply(session.Capacities);
        return TelemetryReader.ReadAsync(session, [new CsvSampleSource(path, preset.Csv)], cancellationToken: TestContext.Current.CancellationToken);
    }
}
