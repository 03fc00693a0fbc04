using System.Globalization;

namespace Placement.Parquet.History;

/// <summary>A file of a history, by the rounds in its name.</summary>
internal sealed record HistorySegment(string Path, long First, long Last)
{
    /// <summary>Reads the name of a file; <see langword="null"/> for one that is none of a history.</summary>
    public static HistorySegment? Parse(string path) =>
        System.IO.Path.GetFileNameWithoutExtension(path).Split('-') is [var first, var last]
        && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to) && from <= to
            ? new(path, from, to)
            : null;
}
