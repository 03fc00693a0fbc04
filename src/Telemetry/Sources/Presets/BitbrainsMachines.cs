using System.Globalization;
using CsvHelper;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Presets;

/// <summary>Sizes of Bitbrains VMs, from a table with the columns <c>vm</c>, <c>cores</c>, <c>cpu_capacity_mhz</c> and <c>mem_capacity_mb</c>.</summary>
public sealed class BitbrainsMachines
{
    private readonly SortedDictionary<string, (long Cores, long MemoryMebibytes)> _sizes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _megahertz = [];

    private BitbrainsMachines()
    {
    }

    /// <summary>Gets what a core of each VM has, in MHz.</summary>
    public IReadOnlyDictionary<string, double> MegahertzPerCore => _megahertz;

    /// <summary>Reads the table. A VM of zero cores or memory was off; it has no size.</summary>
    /// <exception cref="InvalidTelemetryException">The file cannot be read, or a column or value is not as it should be.</exception>
    public static BitbrainsMachines Read(string path)
    {
        var machines = new BitbrainsMachines();
        try
        {
            using var reader = CsvReader.FromFile(path, new CsvReaderOptions { TrackLineNumbers = true });
            while (reader.Read())
            {
                var (cores, megahertz, memory) = (Number(reader, path, "cores"), Number(reader, path, "cpu_capacity_mhz"), Number(reader, path, "mem_capacity_mb"));
                var vm = reader.GetString(Column(reader, path, "vm"));
                if (cores > 0 && memory > 0)
                {
                    machines._sizes[vm] = ((long)cores, (long)memory);
                    machines._megahertz[vm] = megahertz / cores;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CsvFormatException)
        {
            throw new InvalidTelemetryException($"{path} cannot be read: {exception.Message}", exception);
        }

        return machines;
    }

    /// <summary>Reads <c>vms.csv</c> in the folder of a trace file, when it is there.</summary>
    /// <exception cref="InvalidTelemetryException">It cannot be read, or a column or value is not as it should be.</exception>
    public static BitbrainsMachines? Beside(string tracePath)
    {
        ArgumentNullException.ThrowIfNull(tracePath);
        var path = Path.Combine(Path.GetDirectoryName(tracePath) ?? "", "vms.csv");
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>Sets the capacity of each VM.</summary>
    /// <param name="capacities">The table to fill.</param>
    /// <param name="kind">Whether the VMs are taken as replicas or as nodes.</param>
    public void Apply(CapacityTable capacities, SubjectKind kind = SubjectKind.Replica)
    {
        ArgumentNullException.ThrowIfNull(capacities);
        foreach (var (vm, (cores, memory)) in _sizes)
        {
            capacities.Set(new(kind, vm, Resource.Cpu), cores * 1000);
            capacities.Set(new(kind, vm, Resource.Memory), memory << 20);
        }
    }

    private static int Column(CsvReader reader, string path, string column) =>
        reader.TryGetFieldIndex(column, out var index) ? index : throw new InvalidTelemetryException($"{path}:1: there is no column \"{column}\".");

    private static double Number(CsvReader reader, string path, string column)
    {
        var index = Column(reader, path, column);
        return reader.TryParse<double>(index, out var number) && number is >= 0 and < 1e12
            ? number
            : throw new InvalidTelemetryException(string.Create(CultureInfo.InvariantCulture, $"{path}:{reader.LineNumber}, column \"{column}\", value \"{reader.GetString(index)}\": it must be a number of at least 0."));
    }
}
