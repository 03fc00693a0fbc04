namespace Placement.Telemetry.Quality;

/// <summary>How many faults are kept, and how many are too many.</summary>
public sealed record QuarantineOptions
{
    /// <value>Share of quarantined rows past which the ingest stops, 0 to 1. The default is 0.01. 1 never stops.</value>
    public double MaxShare
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxShare must be from 0 to 1.");
    } = 0.01;

    /// <value>Faults kept with file, line, column and value, of each rule. At least 1. The default is 20.</value>
    public int KeepPerRule
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "KeepPerRule must be at least 1.");
    } = 20;

    /// <value>Rows that must have been seen before the share can stop the ingest early; at the end it always can. The default is 10,000.</value>
    public int RowsBeforeStopping
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "RowsBeforeStopping must be at least 1.");
    } = 10_000;
}
