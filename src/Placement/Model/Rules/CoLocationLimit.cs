namespace Placement.Model;

/// <summary>On a node that holds a replica of <see cref="Workload"/>, at most <see cref="Max"/> replicas of <see cref="Other"/> may run; 0 keeps the two apart.</summary>
public sealed record CoLocationLimit : PlacementRule
{
    /// <summary>Gets the workload that the rule binds.</summary>
    public required string Workload { get; init; }

    /// <summary>Gets the other workload.</summary>
    public required string Other { get; init; }

    /// <summary>Gets the most replicas of the other workload beside one of the first. At least 0.</summary>
    public int Max { get; init; }

    /// <inheritdoc />
    public override string Describe() => $"beside {Workload} at most {Max} of {Other}";
}
