namespace Placement.Search;

/// <summary>The side of a rule that a workload is on.</summary>
internal enum RuleSide : byte
{
    /// <summary>At most so many replicas in a domain.</summary>
    Limit,

    /// <summary>At least so many domains.</summary>
    Spread,

    /// <summary>Its presence on a node limits the other workload there.</summary>
    LimitsOther,

    /// <summary>It is limited where the other workload is present.</summary>
    LimitedByOther,

    /// <summary>It needs the other workload in its domain.</summary>
    DependsOn,

    /// <summary>The other workload needs it.</summary>
    IsNeededBy,
}

/// <summary>One rule as seen from one of its workloads. A rule between two workloads has two links.</summary>
internal readonly struct RuleLink
{
    public required RuleSide Side { get; init; }

    /// <summary>Gets the count row of this workload on the rule's level.</summary>
    public required int Row { get; init; }

    /// <summary>Gets the count row of the other workload, or -1.</summary>
    public int OtherRow { get; init; }

    public required int Level { get; init; }

    public int Max { get; init; }

    /// <summary>Gets the cost of one unit of violation; 0 for a hard rule.</summary>
    public required long Weight { get; init; }

    /// <summary>Gets, for a rule that must only not worsen, the higher limit of each domain (or 1 where a dependency was broken at the start).</summary>
    public int[]? Floor { get; init; }

    public int MaxIn(int domain) => Floor is null ? Max : Math.Max(Max, Floor[domain]);
}
