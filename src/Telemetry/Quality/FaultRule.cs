namespace Placement.Telemetry.Quality;

/// <summary>The rules that a row or a sample can break. docs/telemetry.md says what follows from each.</summary>
public enum FaultRule
{
    /// <summary>The row has too few or too many fields, or broken quotes. Quarantined.</summary>
    MalformedRow,

    /// <summary>The time is not readable. Quarantined.</summary>
    UnreadableTime,

    /// <summary>The value is not a number. Quarantined.</summary>
    UnreadableValue,

    /// <summary>The name of the subject or resource is empty or unknown. Quarantined.</summary>
    UnknownSubject,

    /// <summary>A percentage of a capacity that nobody stated. Quarantined.</summary>
    UnknownCapacity,

    /// <summary>The value is negative. Quarantined; its slot counts as missing.</summary>
    Negative,

    /// <summary>The value is NaN or infinite. Quarantined; its slot counts as missing.</summary>
    NotFinite,

    /// <summary>The value is above what the capacity allows. Quarantined; its slot counts as missing.</summary>
    AboveCapacity,

    /// <summary>The sample is dated in the future. Quarantined.</summary>
    Future,

    /// <summary>The sample is so far from the others that no window holds both. Quarantined.</summary>
    FarFromRest,

    /// <summary>The field is blank. Noted; its slot counts as missing.</summary>
    Blank,

    /// <summary>The value is a marker of the feed for "no data". Noted; its slot counts as missing.</summary>
    Marker,

    /// <summary>The value is exactly zero and the feed does not say that zeros are real. Noted; its slot counts as missing.</summary>
    SuspectZero,

    /// <summary>The same series had a sample at this very time. Noted; the higher counts.</summary>
    Duplicate,

    /// <summary>The sample came after a later one. Noted; a gauge counts in its own slot, a counter value is left out.</summary>
    OutOfOrder,

    /// <summary>A counter went down. Noted; usage across the reset is unknown, so the slot counts as missing.</summary>
    CounterReset,

    /// <summary>The sample lies outside the window that was asked for. Noted, and left out.</summary>
    OutsideWindow,
}
