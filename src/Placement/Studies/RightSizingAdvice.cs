using Placement.Telemetry.Quality;

namespace Placement.Studies;

/// <summary>What one workload should ask for of one resource, for each replica.</summary>
public sealed record RightSizingAdvice
{
    /// <summary>Gets the workload.</summary>
    public required string Workload { get; init; }

    /// <summary>Gets the resource, from 0, in the order of the fleet's.</summary>
    public required int Resource { get; init; }

    /// <summary>Gets the number of replicas.</summary>
    public required int Replicas { get; init; }

    /// <summary>Gets what each replica asks for now, in the unit of the resource.</summary>
    public required long Requested { get; init; }

    /// <summary>Gets what each replica needs, with headroom or margin, in the unit of the resource; <see langword="null"/> when refused.</summary>
    public required long? Needed { get; init; }

    /// <summary>Gets the verdict.</summary>
    public required RightSizingVerdict Verdict { get; init; }

    /// <summary>Gets the grade of the data.</summary>
    public required DataGrade Grade { get; init; }

    /// <summary>Gets the highest usage of a replica in the first quarter of an hour after it began or came back, when it is above the need: a limit should leave room for it.</summary>
    public long? StartUpPeak { get; init; }

    /// <summary>Gets what following the advice releases over all replicas, in the unit of the resource; negative where it takes more.</summary>
    public long Released => Verdict is RightSizingVerdict.Lower or RightSizingVerdict.Raise ? checked((Requested - Needed!.Value) * Replicas) : 0;
}
