namespace Placement.Reporting;

/// <summary>What wrote the report.</summary>
internal sealed record ReportTool(string Name, string Version);

/// <summary>The first line, and whether there is anything to do.</summary>
internal sealed record ReportVerdict(string Line, bool IsWorthChanging, string Detail);

/// <summary>One figure with everything needed to make it again.</summary>
internal sealed record ReportFigure
{
    public required string Id { get; init; }

    public required string Label { get; init; }

    public required decimal Value { get; init; }

    public required string Unit { get; init; }

    /// <summary>The value as every rendering shows it.</summary>
    public required string Text { get; init; }

    public required string Formula { get; init; }

    /// <summary>Roles of the sources in <see cref="ReportData.Sources"/> that the figure rests on.</summary>
    public required IReadOnlyList<string> From { get; init; }

    public string? Window { get; init; }

    public string? Percentile { get; init; }

    public string? PriceSource { get; init; }
}

/// <summary>The money; see <see cref="Studies.MoneyStatement"/>.</summary>
internal sealed record ReportMoney
{
    public required string Currency { get; init; }

    public required int HoursPerMonth { get; init; }

    public required long SpendNow { get; init; }

    public required long SpendAfter { get; init; }

    public required long Saved { get; init; }

    public required long? UsedNow { get; init; }

    public required long? IdleNow { get; init; }

    public required long? UsedAfter { get; init; }

    public required long? IdleAfter { get; init; }

    public required IReadOnlyList<ReportPart> Parts { get; init; }

    public required ReportPart? Catalogue { get; init; }

    public required IReadOnlyList<ReportPurchase> CatalogueNodes { get; init; }

    public required ReportBaseline? Greedy { get; init; }

    public required ReportBaseline? Packers { get; init; }
}

/// <summary>One step of the savings.</summary>
internal sealed record ReportPart(string Cause, string Label, long From, long To, long Saved, int NodesAfter);

/// <summary>How many nodes of a type the catalogue's fleet has.</summary>
internal sealed record ReportPurchase(string Type, int Nodes, long PriceEach);

/// <summary>What a greedy packer alone reaches with the same sizes.</summary>
internal sealed record ReportBaseline(string Solver, int Nodes, long Spend);

/// <summary>The proof beside the answer.</summary>
internal sealed record ReportBound(long Value, string Argument, string Words, double Gap, string Status, int? Nodes);

/// <summary>What sets the size of the fleet.</summary>
internal sealed record ReportFloor(string Words, IReadOnlyList<ReportFloorRow> Rows);

/// <summary>One thing that needs nodes: what it needs alone, and what the fleet would need without it, in words, nodes and micro-units an hour.</summary>
internal sealed record ReportFloorRow(string Name, string Needs, string Alone, string Without, int NodesWithout, long CostWithout, bool IsBinding);

/// <summary>How sizes were made.</summary>
internal sealed record ReportSizing(string Basis, string Percentile, int TargetPercent, bool SurvivesNodeLoss, IReadOnlyList<string> Notes);

/// <summary>What the figures rest on.</summary>
internal sealed record ReportData
{
    public required string Grade { get; init; }

    public required string GradeReason { get; init; }

    public required DateTimeOffset? Start { get; init; }

    public required DateTimeOffset? End { get; init; }

    public required double? SlotMinutes { get; init; }

    /// <summary>Share of samples that were missing and filled upwards, 0 to 1.</summary>
    public required double? MissingShare { get; init; }

    public required int ReplicasWithoutSamples { get; init; }

    public required string PriceSource { get; init; }

    public required IReadOnlyList<ReportSource> Sources { get; init; }
}

/// <summary>A file that figures rest on.</summary>
internal sealed record ReportSource(string Role, string Name, string Sha256, long Rows, long QuarantinedRows);

/// <summary>One resource of the fleet, now and after.</summary>
internal sealed record ReportResource(string Name, string Unit, long BoughtNow, long UsedNow, long IdleNow, long BoughtAfter, long UsedAfter, long IdleAfter, long Demanded);

/// <summary>One node. Lists are in the order of the resources.</summary>
internal sealed record ReportNode
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string Zone { get; init; }

    public required long Price { get; init; }

    public required bool Stays { get; init; }

    public required string Reason { get; init; }

    public required int ReplicasNow { get; init; }

    public required int ReplicasAfter { get; init; }

    public required IReadOnlyList<long> Capacity { get; init; }

    public required IReadOnlyList<long> MeanNow { get; init; }

    public required IReadOnlyList<long> PeakNow { get; init; }

    public required IReadOnlyList<long> MeanAfter { get; init; }

    public required IReadOnlyList<long> PeakAfter { get; init; }
}

/// <summary>Nodes above target over the window.</summary>
internal sealed record ReportHotSpots
{
    public required DateTimeOffset Start { get; init; }

    public required double BucketMinutes { get; init; }

    /// <summary>The most nodes that were hot at once, by bucket.</summary>
    public required IReadOnlyList<int> Now { get; init; }

    public required IReadOnlyList<int> After { get; init; }

    public required double HotMinutesNow { get; init; }

    public required double HotMinutesAfter { get; init; }

    public required IReadOnlyList<ReportHotSpot> ListNow { get; init; }

    public required IReadOnlyList<ReportHotSpot> ListAfter { get; init; }
}

/// <summary>One resource of one node above target.</summary>
internal sealed record ReportHotSpot
{
    public required string Node { get; init; }

    public required string Resource { get; init; }

    public required double HotMinutes { get; init; }

    public required double OverloadMinutes { get; init; }

    /// <summary>Highest usage as a share of capacity; 1 is full.</summary>
    public required double Peak { get; init; }

    public required DateTimeOffset PeakAt { get; init; }

    public required DateTimeOffset LongestStart { get; init; }

    public required double LongestMinutes { get; init; }
}

/// <summary>One cell of the sensitivity grid.</summary>
internal sealed record ReportCell
{
    public required int TargetPercent { get; init; }

    public required string Percentile { get; init; }

    public required bool SurvivesNodeLoss { get; init; }

    public required bool IsHeadline { get; init; }

    public required string Status { get; init; }

    public required int? Nodes { get; init; }

    public required long? Spend { get; init; }

    public required long? Saved { get; init; }

    public required long Bound { get; init; }

    /// <summary>How far the cost can be above the optimum, as a share of it; <see langword="null"/> without an answer.</summary>
    public required double? Gap { get; init; }
}

/// <summary>The plan of the first part of the telemetry, replayed on the rest.</summary>
internal sealed record ReportBacktest
{
    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset Split { get; init; }

    public required DateTimeOffset End { get; init; }

    public required string Words { get; init; }

    public required int? PlanNodes { get; init; }

    public required double? PlanOverloadMinutes { get; init; }

    public required double? PlanHotMinutes { get; init; }

    public required double? PlanNodeMinutes { get; init; }

    public required double CurrentOverloadMinutes { get; init; }

    public required double CurrentHotMinutes { get; init; }

    public required double CurrentNodeMinutes { get; init; }

    public required IReadOnlyList<ReportHotSpot> Plan { get; init; }

    public required IReadOnlyList<ReportHotSpot> Current { get; init; }
}

/// <summary>One replica that changes its node.</summary>
internal sealed record ReportMove(string Replica, string From, string To);

/// <summary>How the answer was found.</summary>
internal sealed record ReportSolve(string Solver, double TimeLimitSeconds, long? WorkLimit, int Threads, int Seed, int Replicas, int Workloads, int Moves);
