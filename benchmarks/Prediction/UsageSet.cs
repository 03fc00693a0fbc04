using System.Globalization;
using System.IO.Compression;
using Placement.Benchmarks.PlanetLab;

namespace Placement.Benchmarks.Prediction;

/// <summary>Usage of many replicas over the same slots, with the node they are packed on.</summary>
internal sealed class UsageSet
{
    public required string Name { get; init; }

    /// <summary>Gets usage by replica and slot; <see cref="float.NaN"/> where it is missing.</summary>
    public required float[][] Usage { get; init; }

    public required string[] Replicas { get; init; }

    /// <summary>Gets what each replica may use.</summary>
    public required float[] Limits { get; init; }

    public required float NodeCapacity { get; init; }

    /// <summary>Gets how many of the first slots may be learnt from.</summary>
    public required int Seen { get; init; }

    public TimeSpan Interval { get; } = TimeSpan.FromMinutes(5);

    /// <summary>A PlanetLab day in MIPS, VM sizes as in the consolidation experiment, on its faster host; half the day is seen.</summary>
    public static UsageSet PlanetLab(string path)
    {
        var day = TraceDay.Load(path);
        var quarter = (day.Shares.Length + 3) / 4;
        var vms = Enumerable.Range(0, day.Shares.Length).Select(i => new VirtualMachine(i, i / quarter)).ToArray();
        return new()
        {
            Name = "planetlab-" + day.Name,
            Replicas = [.. day.Names],
            Usage = [.. vms.Select(vm => day.Shares[vm.Id][..TraceDay.SamplesADay].Select(share => (float)(share * vm.Mips)).ToArray())],
            Limits = [.. vms.Select(vm => (float)vm.Mips)],
            NodeCapacity = (float)ServerModel.G5.TotalMips,
            Seen = TraceDay.SamplesADay / 2,
        };
    }

    /// <summary>Business VMs over a week, in MHz, on nodes of 32 x 2,600 MHz; four days are seen, three are not.</summary>
    public static UsageSet Bitbrains(string folder)
    {
        var rows = Lines(Path.Combine(folder, "cpu_mhz.csv.gz")).Skip(1).Select(line => line.Split(',')).ToList();
        var limits = Lines(Path.Combine(folder, "vms.csv")).Skip(1).Select(line => line.Split(',')).ToDictionary(row => row[0], row => Number(row[2]));
        return new()
        {
            Name = "bitbrains",
            Replicas = [.. rows.Select(row => row[0])],
            Usage = [.. rows.Select(row => row[1..].Select(Number).ToArray())],
            Limits = [.. rows.Select(row => limits[row[0]])],
            NodeCapacity = 32 * 2600,
            Seen = 4 * 288,
        };
    }

    /// <summary>CPU of machines over eight days, in percent of one, packed on nodes of four machines' size; five days are seen. Blank and impossible values are missing.</summary>
    public static UsageSet Alibaba(string path)
    {
        const int Slots = 8 * 288;
        var sums = new SortedDictionary<string, (double[] Sum, int[] Count)>(StringComparer.Ordinal);
        foreach (var cells in Lines(path).Select(line => line.Split(',')))
        {
            var slot = int.Parse(cells[1], CultureInfo.InvariantCulture) / 300;
            if (slot < Slots && float.TryParse(cells[2], CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100)
            {
                if (!sums.TryGetValue(cells[0], out var machine))
                {
                    sums.Add(cells[0], machine = (new double[Slots], new int[Slots]));
                }

                machine.Sum[slot] += percent;
                machine.Count[slot]++;
            }
        }

        return new()
        {
            Name = "alibaba2018",
            Replicas = [.. sums.Keys],
            Usage = [.. sums.Values.Select(machine => machine.Sum.Select((sum, i) => machine.Count[i] == 0 ? float.NaN : (float)(sum / machine.Count[i])).ToArray())],
            Limits = [.. sums.Keys.Select(_ => 100f)],
            NodeCapacity = 400,
            Seen = 5 * 288,
        };
    }

    private static float Number(string cell) => float.Parse(cell, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lines(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
