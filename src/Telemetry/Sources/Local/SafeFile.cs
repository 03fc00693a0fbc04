using System.Globalization;

namespace Placement.Telemetry.Sources.Local;

/// <summary>Reads kernel files, which may vanish with the process or group that they tell of.</summary>
internal static class SafeFile
{
    public static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public static long? Number(string path) =>
        Lines(path) is [var line, ..] && long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The number after a name on a line of its own, as in <c>memory.stat</c>.</summary>
    public static long? Field(string path, string name) => Lines(path)
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] == ' ')
        .Select(line => long.TryParse(line.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null)
        .FirstOrDefault();
}
