namespace Placement.Telemetry.Quality;

/// <summary>What was set aside or noted while reading: counts by rule and the first of each.</summary>
public sealed record QuarantineSummary
{
    /// <value>Data rows (or samples, for a source without rows) seen.</value>
    public long Rows { get; init; }

    /// <value>Rows or samples set aside. A row with two bad values counts twice.</value>
    public long Quarantined { get; init; }

    /// <value>Counts of rules with at least one case, in the order of <see cref="FaultRule"/>.</value>
    public IReadOnlyList<FaultCount> Counts { get; init; } = [];

    /// <value>The first faults of each rule, ordered by file and line.</value>
    public IReadOnlyList<Fault> Examples { get; init; } = [];

    /// <summary>Gets the share of rows set aside, 0 to 1.</summary>
    public double Share => Rows == 0 ? 0 : Math.Min(1, (double)Quarantined / Rows);

    /// <summary>Gets how often a rule was broken.</summary>
    public long CountOf(FaultRule rule) => Counts.FirstOrDefault(count => count.Rule == rule)?.Count ?? 0;
}
