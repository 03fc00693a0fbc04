namespace Placement.Telemetry.Sources.Csv;

/// <summary>How times are written.</summary>
public enum TimeFormat
{
    /// <summary>Told from each value: ISO 8601 when it is no plain number; below 1e11 seconds, below 1e14 milliseconds, below 1e17 microseconds, else nanoseconds since 1970.</summary>
    Auto,

    /// <summary>ISO 8601, with an offset or in the time zone of the options.</summary>
    Iso8601,

    /// <summary>Seconds since 1970-01-01 UTC, with decimals or without.</summary>
    UnixSeconds,

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    UnixMilliseconds,
}
