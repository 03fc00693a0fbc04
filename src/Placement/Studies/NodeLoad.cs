namespace Placement.Studies;

/// <summary>The load of one node, per resource in the resource's unit.</summary>
public sealed record NodeLoad
{
    /// <summary>Gets the number of replicas.</summary>
    public required int Replicas { get; init; }

    /// <summary>Gets the mean usage (without telemetry: the demand).</summary>
    public required IReadOnlyList<long> Mean { get; init; }

    /// <summary>Gets the highest usage of a time slot (without telemetry: the demand).</summary>
    public required IReadOnlyList<long> Peak { get; init; }

    /// <summary>Gets the demand by the headline's sizes; with several time slots the highest.</summary>
    public required IReadOnlyList<long> Demand { get; init; }
}
