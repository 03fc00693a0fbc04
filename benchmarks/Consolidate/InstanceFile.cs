using System.IO.Compression;

namespace Placement.Benchmarks.Consolidate;

/// <summary>Opens instance files, plain or gzip.</summary>
internal static class InstanceFile
{
    public static string ReadAll(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Rows of a separated file by the names of its header.</summary>
    public static IEnumerable<Func<string, string>> Rows(string path, char separator)
    {
        var lines = ReadAll(path).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var header = lines[0].Split(separator).Select((name, i) => (name, i)).ToDictionary(x => x.name, x => x.i);
        foreach (var line in lines.Skip(1))
        {
            var cells = line.Split(separator);
            yield return name => header.TryGetValue(name, out var i) ? cells[i] : throw new InvalidDataException($"{path} has no column '{name}'.");
        }
    }
}
