using System.Globalization;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;

namespace Placement.Telemetry.Sources.Presets;

/// <summary>How a known public trace is read: its layout, markers and zeros, and what its percentages are of.</summary>
public sealed record FeedPreset
{
    /// <summary>Names of the presets that <see cref="Find"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["alibaba2018-usage", "bitbrains", "bitbrains-cpu", "bitbrains-memory", "planetlab"];

    /// <value>Name, in lower case.</value>
    public required string Name { get; init; }

    /// <value>How the file is read.</value>
    public required CsvSourceOptions Csv { get; init; }

    /// <value>Capacities assumed where no inventory states one, with the reason; canonical units.</value>
    public IReadOnlyList<AssumedCapacity> Assumed { get; init; } = [];

    /// <value>Sizes of the machines that came with the trace, where they did.</value>
    public BitbrainsMachines? Machines { get; init; }

    /// <value>What else is assumed, a sentence each, to be shown beside every figure that rests on it.</value>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>PlanetLab CPU by CoMon (Park and Pai 2006; used by Beloglazov and Buyya 2012, doi 10.1002/cpe.1867): a row a VM, whole percent every 5 minutes.</summary>
    /// <param name="firstTime">Time of the first value: the midnight of the trace's day.</param>
    public static FeedPreset PlanetLab(DateTimeOffset firstTime) => new()
    {
        Name = "planetlab",
        Csv = new CsvSourceOptions
        {
            Layout = CsvLayout.SeriesPerRow,
            Map = new ColumnMap { Subject = "vm", Kind = SubjectKind.Replica },
            Units = new Dictionary<Resource, ValueUnit> { [Resource.Cpu] = ValueUnit.Percent },
            FirstTime = firstTime,
            Zeros = ZeroTrust.Cpu,
        },
        Assumed = [new AssumedCapacity { Kind = SubjectKind.Replica, Resource = Resource.Cpu, Capacity = 1000, Reason = "the trace has no VM sizes; 100 % is taken as 1 core" }],
    };

    /// <summary>Alibaba cluster trace 2018, <c>machine_usage</c>: no header, percent of a machine, seconds from the start; blank, -1 and 101 mean no data. The other columns become custom resources.</summary>
    public static FeedPreset Alibaba2018Usage() => new()
    {
        Name = "alibaba2018-usage",
        Csv = new CsvSourceOptions
        {
            Layout = CsvLayout.SamplePerRow,
            HasHeader = false,
            Separator = ',',
            Map = new ColumnMap
            {
                Subject = "#1",
                Kind = SubjectKind.Node,
                Time = "#2",
                Values = new Dictionary<Resource, string>
                {
                    [Resource.Cpu] = "#3",
                    [Resource.Memory] = "#4",
                    [Resource.FromName("mem_gps")] = "#5",
                    [Resource.FromName("mkpi")] = "#6",
                    [Resource.FromName("net_in")] = "#7",
                    [Resource.FromName("net_out")] = "#8",
                    [Resource.FromName("disk_io_percent")] = "#9",
                },
            },
            Units = new Dictionary<Resource, ValueUnit> { [Resource.Cpu] = ValueUnit.Percent, [Resource.Memory] = ValueUnit.Percent },
            Time = TimeFormat.UnixSeconds,
            Markers = ["-1", "101", "NaN"],
            Zeros = ZeroTrust.Cpu | ZeroTrust.Custom,
        },
        Assumptions = ["The trace counts seconds from its own start; they are shown as if it had begun on 1970-01-01."],
        Assumed =
        [
            new AssumedCapacity { Kind = SubjectKind.Node, Resource = Resource.Cpu, Capacity = 96_000, Reason = "machine_meta lists 96 cores for every machine" },
            new AssumedCapacity { Kind = SubjectKind.Node, Resource = Resource.Memory, Capacity = 100L << 30, Reason = "machine_meta normalises memory to 100; 100 % is taken as 100 GiB" },
        ],
    };

    /// <summary>GWA-T-12 Bitbrains (Shen, van Beek and Iosup 2015, doi 10.1109/CCGrid.2015.60), CPU in MHz: a row a VM, 5 minutes.</summary>
    /// <param name="machines">Sizes of the VMs, for what a core has in MHz; <see langword="null"/> takes 2,600 MHz a core.</param>
    /// <param name="firstTime">Time of the first value.</param>
    public static FeedPreset BitbrainsCpu(DateTimeOffset firstTime, BitbrainsMachines? machines = null) => new()
    {
        Name = "bitbrains-cpu",
        Machines = machines,
        Assumptions = machines is null ? ["A core has 2,600 MHz, since there is no vms.csv with the trace."] : [],
        Csv = Bitbrains(firstTime, Resource.Cpu, ValueUnit.Megahertz) with
        {
            MegahertzPerCore = 2600,
            MegahertzPerCoreBySubject = machines?.MegahertzPerCore ?? new Dictionary<string, double>(),
        },
    };

    /// <summary>GWA-T-12 Bitbrains, active memory: a row a VM, 5 minutes. Its MB are 2^20 bytes, as its VM sizes show; zero is an idle VM.</summary>
    /// <param name="firstTime">Time of the first value.</param>
    /// <param name="machines">Sizes of the VMs, when known.</param>
    public static FeedPreset BitbrainsMemory(DateTimeOffset firstTime, BitbrainsMachines? machines = null) => new()
    {
        Name = "bitbrains-memory",
        Machines = machines,
        Csv = Bitbrains(firstTime, Resource.Memory, ValueUnit.Mebibytes),
    };

    /// <summary>Finds a preset by name; its start is the day in the file's name (as in <c>20110303.csv.gz</c>), else the one of the trace.</summary>
    /// <remarks><c>bitbrains</c> tells the file of memory from that of CPU by its name, and reads the sizes of VMs from a <c>vms.csv</c> beside it.</remarks>
    /// <param name="name">One of <see cref="Names"/>; letter case does not matter.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="machines">Sizes of Bitbrains VMs, when known.</param>
    /// <exception cref="InvalidTelemetryException">There is no preset of that name, or <c>vms.csv</c> is not as it should be.</exception>
    public static FeedPreset Find(string name, string path, BitbrainsMachines? machines = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(path);
        if (name.StartsWith("bitbrains", StringComparison.OrdinalIgnoreCase))
        {
            machines ??= BitbrainsMachines.Beside(path);
        }
        var day = DayIn(path);
        return name.ToUpperInvariant() switch
        {
            "PLANETLAB" => PlanetLab(day ?? new DateTimeOffset(2011, 3, 3, 0, 0, 0, TimeSpan.Zero)),
            "ALIBABA2018-USAGE" => Alibaba2018Usage(),
            "BITBRAINS" when Path.GetFileName(path).Contains("mem", StringComparison.OrdinalIgnoreCase) => BitbrainsMemory(day ?? BitbrainsStart, machines),
            "BITBRAINS" or "BITBRAINS-CPU" => BitbrainsCpu(day ?? BitbrainsStart, machines),
            "BITBRAINS-MEMORY" => BitbrainsMemory(day ?? BitbrainsStart, machines),
            _ => throw new InvalidTelemetryException($"There is no preset '{name}'. The presets are {string.Join(", ", Names)}."),
        };
    }

    /// <summary>Sets the assumed capacities as the defaults of a table, for subjects without a stated one.</summary>
    public void Apply(CapacityTable capacities)
    {
        ArgumentNullException.ThrowIfNull(capacities);
        foreach (var assumed in Assumed)
        {
            capacities.SetDefault(assumed.Kind, assumed.Resource, assumed.Capacity);
        }
    }

    private static DateTimeOffset BitbrainsStart => new(2013, 8, 5, 0, 0, 0, TimeSpan.Zero);

    private static CsvSourceOptions Bitbrains(DateTimeOffset firstTime, Resource resource, ValueUnit unit) => new()
    {
        Layout = CsvLayout.SeriesPerRow,
        Map = new ColumnMap { Subject = "vm", Kind = SubjectKind.Replica },
        WideResource = resource,
        Units = new Dictionary<Resource, ValueUnit> { [resource] = unit },
        FirstTime = firstTime,
        Zeros = ZeroTrust.All,
    };

    private static DateTimeOffset? DayIn(string path)
    {
        var name = Path.GetFileName(path);
        for (var i = 0; i + 8 <= name.Length; i++)
        {
            if (DateTimeOffset.TryParseExact(name.AsSpan(i, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day))
            {
                return day;
            }
        }

        return null;
    }
}
