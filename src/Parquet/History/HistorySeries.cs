using Placement.Telemetry.Samples;

namespace Placement.Parquet.History;

/// <summary>What the samples of a series have in common.</summary>
/// <param name="Key">Of what they are, by the name that the feed gave.</param>
/// <param name="IsTotal">Whether the values are running totals.</param>
/// <param name="HasRealZeros">Whether zeros are measurements.</param>
/// <param name="Capacity">In canonical units; 0 when unknown.</param>
internal readonly record struct HistorySeries(SeriesKey Key, bool IsTotal, bool HasRealZeros, long Capacity);
