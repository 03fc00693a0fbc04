namespace Placement.Cli.Output;

/// <summary>The verdict on a plan.</summary>
internal sealed record CheckFindings(string Plan, bool IsSound, int Steps, int PrefixesJudged, long? TargetCostMicroDollarsPerHour, IReadOnlyList<CheckFault> Faults);

/// <summary>One fault of a plan.</summary>
internal sealed record CheckFault(string Code, string Message);
