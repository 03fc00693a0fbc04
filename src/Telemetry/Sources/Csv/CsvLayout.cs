namespace Placement.Telemetry.Sources.Csv;

/// <summary>How samples lie in the rows of a file.</summary>
public enum CsvLayout
{
    /// <summary>Told by the header: a row a series when there are columns <c>t0</c>, <c>t1</c>, ...; a row a sample when the columns of the map are there; else a row a time.</summary>
    Auto,

    /// <summary>A row holds the samples of one subject at one time: time, subject and one or more value columns.</summary>
    SamplePerRow,

    /// <summary>A row holds a whole series: the subject, then one value a slot.</summary>
    SeriesPerRow,

    /// <summary>A row holds one time: the time, then one value a subject, named by the header.</summary>
    TimePerRow,
}
