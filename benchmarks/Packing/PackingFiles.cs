using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;

namespace Placement.Benchmarks.Packing;

/// <summary>
/// Reads packing instances: the two-constraint files of Spieksma's collection (n; W V; i w v), BPPLIB one-dimensional files (n; c; a size, or size and
/// demand, a line), OR-Library collections (count; name; c n best; sizes) and .vbp files (dimensions; capacities; m; sizes and demand a line).
/// </summary>
internal static class PackingFiles
{
    public static IEnumerable<PackingInstance> Read(string path)
    {
        if (Directory.Exists(path))
        {
            return Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).SelectMany(Read);
        }

        if (path.EndsWith(".tar.gz", StringComparison.Ordinal) || path.EndsWith(".tgz", StringComparison.Ordinal) || path.EndsWith(".tar", StringComparison.Ordinal))
        {
            return Archive(path).OrderBy(f => f.Name, StringComparer.Ordinal).SelectMany(f => Parse(f.Name, f.Text));
        }

        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        return [.. Parse(Path.GetFileName(path), reader.ReadToEnd())];
    }

    private static List<(string Name, string Text)> Archive(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith("gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var tar = new TarReader(stream);
        var texts = new List<(string, string)>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } data)
            {
                using var reader = new StreamReader(data);
                texts.Add((Path.GetFileName(entry.Name), reader.ReadToEnd()));
            }
        }

        return texts;
    }

    private static List<PackingInstance> Parse(string file, string text)
    {
        var name = file.EndsWith(".gz", StringComparison.Ordinal) ? file[..^3] : file;
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(l => l.Length > 0).ToList();
        name = Path.GetFileNameWithoutExtension(name);
        try
        {
            if (file.Contains(".vbp", StringComparison.Ordinal))
            {
                return [Vbp(name, [.. lines.SelectMany(l => l).Select(Number)])];
            }

            if (!long.TryParse(lines[1][0], NumberStyles.Integer, CultureInfo.InvariantCulture, out _) && !double.TryParse(lines[1][0], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                return Collection([.. lines.SelectMany(l => l)]);
            }

            var count = (int)Number(lines[0][0]);
            if (lines[1].Length > 1)
            {
                var capacity = lines[1].Select(Number).ToArray();
                return [new(name, capacity, [.. lines.Skip(2).Take(count).Select(l => l[^capacity.Length..].Select(Number).ToArray())])];
            }

            var items = lines.Skip(2).Take(count).SelectMany(l => Enumerable.Repeat(new[] { Number(l[0]) }, l.Length > 1 ? (int)Number(l[1]) : 1));
            return [new(name, [Number(lines[1][0])], [.. items])];
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"{file} is not a packing instance in a known format: {exception.Message}", exception);
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static PackingInstance Vbp(string name, long[] numbers)
    {
        var dimensions = (int)numbers[0];
        var count = (int)numbers[1 + dimensions];
        var items = new List<long[]>();
        for (var i = 0; i < count; i++)
        {
            var row = numbers.AsSpan(2 + dimensions + (i * (dimensions + 1)), dimensions + 1);
            items.AddRange(Enumerable.Repeat(row[..dimensions].ToArray(), (int)row[dimensions]));
        }

        return new(name, numbers[1..(1 + dimensions)], [.. items]);
    }

    /// <summary>The OR-Library form, whose sizes may have one decimal; everything is counted in tenths then.</summary>
    private static List<PackingInstance> Collection(string[] words)
    {
        var factor = words.Any(w => w.Contains('.', StringComparison.Ordinal)) ? 10 : 1;
        long Scaled(string text) => (long)Math.Round(double.Parse(text, CultureInfo.InvariantCulture) * factor);
        var result = new List<PackingInstance>();
        var at = 1;
        for (var i = 0; i < int.Parse(words[0], CultureInfo.InvariantCulture); i++)
        {
            var count = int.Parse(words[at + 2], CultureInfo.InvariantCulture);
            result.Add(new(words[at], [Scaled(words[at + 1])], [.. words.Skip(at + 4).Take(count).Select(w => new[] { Scaled(w) })]));
            at += 4 + count;
        }

        return result;
    }
}
