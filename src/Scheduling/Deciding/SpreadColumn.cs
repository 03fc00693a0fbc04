namespace Placement.Scheduling.Deciding;

/// <summary>One spread rule, tied to the column of its label.</summary>
internal readonly record struct SpreadColumn(LabelColumn Column, int MinDomains, int MaxSkew);
