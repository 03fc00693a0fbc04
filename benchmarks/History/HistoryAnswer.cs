namespace Placement.Benchmarks.History;

/// <summary>What a query of a history gave, and what it took.</summary>
internal sealed record HistoryAnswer(long Samples, ulong Check, double Seconds, double PeakMegabytes);
