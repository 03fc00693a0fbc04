using System.Globalization;
using System.IO.Compression;

namespace Placement.Benchmarks.PlanetLab;

/// <summary>One day of CPU utilisation: a row a VM, 288 whole percentages, in the order of the upper-cased names.</summary>
/// <remarks>The order matters: it decides which VM is of which type. Only <see cref="Simulation"/> sees a day; a policy sees what a VM has shown so far.</remarks>
internal sealed class TraceDay
{
    public const int SamplesADay = 288;

    private TraceDay(string name, string[] names, double[][] shares) => (Name, Names, Shares) = (name, names, shares);

    public string Name { get; }

    /// <summary>Gets the upper-cased names of the VMs, in order.</summary>
    public string[] Names { get; }

    /// <summary>Gets utilisation in 0..1 by VM and sample; the last sample is repeated once, for interpolation after it.</summary>
    public double[][] Shares { get; }

    public static TraceDay Load(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        _ = reader.ReadLine() ?? throw new InvalidDataException($"{path}: empty; expected a header and one row a VM.");
        var rows = new List<(string Key, double[] Shares)>();
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            rows.Add(Row(path, number, line));
        }

        if (rows.Count == 0)
        {
            throw new InvalidDataException($"{path}: no VM; expected one row a VM after the header.");
        }

        var name = Path.GetFileName(path).Split('.')[0];
        var ordered = rows.OrderBy(row => row.Key, StringComparer.Ordinal).ToList();
        return new(name, [.. ordered.Select(row => row.Key)], [.. ordered.Select(row => row.Shares)]);
    }

    private static (string Key, double[] Shares) Row(string path, int number, string line)
    {
        var cells = line.Split(',');
        if (cells.Length < SamplesADay + 1)
        {
            throw new InvalidDataException($"{path}, line {number}: {cells.Length} columns; expected a name and {SamplesADay} samples.");
        }

        var shares = new double[SamplesADay + 1];
        for (var i = 0; i < SamplesADay; i++)
        {
            shares[i] = int.TryParse(cells[i + 1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100
                ? percent / 100.0
                : throw new InvalidDataException($"{path}, line {number}, column {i + 2}: '{cells[i + 1]}' is not a whole percentage of 0..100.");
        }

        shares[SamplesADay] = shares[SamplesADay - 1];
        return (cells[0].ToUpperInvariant(), shares);
    }
}
