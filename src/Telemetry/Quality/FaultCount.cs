using System.Collections.ObjectModel;

namespace Placement.Telemetry.Quality;

/// <summary>How often one rule was broken.</summary>
public sealed record FaultCount
{
    /// <value>The rule.</value>
    public required FaultRule Rule { get; init; }

    /// <value>Cases, at least 1.</value>
    public required long Count { get; init; }

    /// <value>Of <see cref="FaultRule.Marker"/>: how often each marker was met, where the source tells.</value>
    public IReadOnlyDictionary<string, long> Markers { get; init; } = ReadOnlyDictionary<string, long>.Empty;
}
