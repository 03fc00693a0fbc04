namespace Placement.Telemetry.Samples;

/// <summary>Where samples come from, as messages and the provenance of a report name it.</summary>
public sealed class SampleOrigin
{
    /// <summary>Makes an origin.</summary>
    /// <param name="file">File path, <c>-</c> for standard input, or the address of a server without credentials.</param>
    /// <param name="column">Column or metric that the values were read from; empty when it differs from sample to sample.</param>
    public SampleOrigin(string file, string column = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(column);
        File = file;
        Column = column;
    }

    /// <summary>Gets the file path, <c>-</c> for standard input, or an address.</summary>
    public string File { get; }

    /// <summary>Gets the column or metric of the values; may be empty.</summary>
    public string Column { get; }
}
