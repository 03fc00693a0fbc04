namespace Placement.ColumnGeneration;

/// <summary>Patterns and how many nodes to fill by each; together they cover all demand that is to be placed.</summary>
internal sealed record PatternPlan(IReadOnlyList<(Pattern Pattern, int Count)> Parts, long Cost);
