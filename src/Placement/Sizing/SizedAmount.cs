using Placement.Telemetry.Quality;

namespace Placement.Sizing;

/// <summary>The demand of one replica for one resource, with what it rests on.</summary>
public sealed record SizedAmount
{
    /// <summary>Gets the demand, in the unit of the resource.</summary>
    public required long Amount { get; init; }

    /// <summary>Gets what it rests on.</summary>
    public required SizingBasis Basis { get; init; }

    /// <summary>Gets the worst grade of the replicas' data; D when a replica has none.</summary>
    public required DataGrade Grade { get; init; }

    /// <summary>Gets the planned point of the measured usage (the highest over the replicas) before headroom, or <see langword="null"/> when it is unknown.</summary>
    public double? Measured { get; init; }
}
