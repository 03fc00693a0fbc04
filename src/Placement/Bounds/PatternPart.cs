namespace Placement.Bounds;

/// <summary>So many replicas of one group on a node.</summary>
/// <param name="Group">The group.</param>
/// <param name="Count">How many; at least 1.</param>
internal readonly record struct PatternPart(int Group, int Count);
