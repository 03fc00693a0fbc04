namespace Placement.Model;

/// <summary>The replicas of a workload lie in at least <see cref="MinDomains"/> different failure domains.</summary>
public sealed record Spread : PlacementRule
{
    /// <summary>Gets the workload that the rule binds.</summary>
    public required string Workload { get; init; }

    /// <summary>Gets the node label whose values are the failure domains.</summary>
    public required string Label { get; init; }

    /// <summary>Gets the least number of different domains. At least 1, at most the number of replicas.</summary>
    public required int MinDomains { get; init; }

    /// <inheritdoc />
    public override string Describe() => $"{Workload} in at least {MinDomains} of {Label}";
}
