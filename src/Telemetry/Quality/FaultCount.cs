namespace Placement.Telemetry.Quality;

/// <summary>How often one rule was broken.</summary>
public sealed record FaultCount
{
    /// <value>The rule.</value>
    public required FaultRule Rule { get; init; }

    /// <value>Cases, at least 1.</value>
    public required long Count { get; init; }
}
