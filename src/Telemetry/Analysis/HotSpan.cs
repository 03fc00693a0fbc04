namespace Placement.Telemetry.Analysis;

/// <summary>One time without a break in which a node was above its target.</summary>
public sealed record HotSpan
{
    /// <value>Start of the first slot above the target.</value>
    public required DateTimeOffset Start { get; init; }

    /// <value>End of the last slot above the target.</value>
    public required DateTimeOffset End { get; init; }

    /// <value>Highest usage within, as a share of the capacity.</value>
    public required double PeakShare { get; init; }

    /// <summary>Gets how long it took.</summary>
    public TimeSpan Duration => End - Start;
}
