using System.Globalization;

namespace Placement.Scheduling.Processes;

/// <summary>Names one process for ever: a number alone is used again after its process ended.</summary>
internal readonly record struct ProcessMark(int Id, long StartTicks, string Boot)
{
    /// <summary>Reads a mark as the shim writes it; null if it names no process.</summary>
    public static ProcessMark? Parse(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? new ProcessMark(id, start, parts[2])
            : null;
    }
}
