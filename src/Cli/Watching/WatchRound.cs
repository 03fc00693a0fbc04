namespace Placement.Cli.Watching;

/// <summary>What one reading of a watch kept.</summary>
internal sealed record WatchRound
{
    public required DateTimeOffset Time { get; init; }

    public required long Samples { get; init; }

    public required int Series { get; init; }

    /// <summary>Gets the samples left out since they were dated ahead of the clock.</summary>
    public required long Future { get; init; }

    public required IReadOnlyList<string> Faults { get; init; }
}
