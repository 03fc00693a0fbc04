using Placement.Telemetry.Quality;

namespace Placement.Telemetry.Samples;

/// <summary>Where samples come from, as messages and the provenance of a report name it.</summary>
public sealed class SampleOrigin
{
    /// <summary>Makes an origin.</summary>
    /// <param name="file">File path, <c>-</c> for standard input, or the address of a server without credentials.</param>
    /// <param name="columns">Columns or metrics that the values were read from; may be empty.</param>
    public SampleOrigin(string file, params IReadOnlyList<string> columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(columns);
        File = file;
        Columns = columns;
    }

    /// <summary>Gets the file path, <c>-</c> for standard input, or an address.</summary>
    public string File { get; }

    /// <summary>Gets the columns or metrics of the values; may be empty.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <value>For which resources zeros of this feed are real, beside those of the profile options. The default is none.</value>
    public ZeroTrust Zeros { get; init; }

    /// <summary>Gets the name of a column, or an empty text when there is none of that number.</summary>
    public string ColumnAt(int index) => index >= 0 && index < Columns.Count ? Columns[index] : "";
}
