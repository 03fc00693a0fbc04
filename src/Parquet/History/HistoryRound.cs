namespace Placement.Parquet.History;

/// <summary>What a round added to a history.</summary>
public sealed record HistoryRound
{
    /// <value>Samples that are kept from now on.</value>
    public required long Samples { get; init; }

    /// <value>Series that they are of.</value>
    public required int Series { get; init; }

    /// <value>Samples left out since they were dated ahead of the clock: once that time has come, nothing could tell them from true ones.</value>
    public required long Future { get; init; }
}
