namespace Placement.Parquet.History;

/// <summary>What a round of a history says beside its samples; that of the latest round holds for the whole history.</summary>
public sealed record HistoryMark
{
    /// <value>Samples before this are no longer part of the history. The default is <see cref="DateTimeOffset.MinValue"/>: all are.</value>
    public DateTimeOffset KeepFrom { get; init; } = DateTimeOffset.MinValue;

    /// <value>Up to where a server with a history of its own has been asked, not included; <see langword="null"/> (the default) for never.</value>
    public DateTimeOffset? AskedUntil { get; init; }

    /// <value>Time between two samples of a series, above zero; <see langword="null"/> (the default) when it changed or is not known.</value>
    public TimeSpan? Interval
    {
        get;
        init => field = value is null || value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Interval must be above zero.");
    }
}
