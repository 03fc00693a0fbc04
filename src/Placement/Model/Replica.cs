namespace Placement.Model;

/// <summary>One running copy of a workload.</summary>
public sealed record Replica
{
    /// <summary>Gets the name, unique in a model; by convention <c>workload/0</c>, <c>workload/1</c>, ….</summary>
    public required string Id { get; init; }

    /// <summary>Gets the node it runs on now, or <see langword="null"/> when it does not run.</summary>
    public string? Node { get; init; }

    /// <summary>Gets the demand of this replica where it differs from its workload's, laid out as <see cref="Workload.Demand"/>; otherwise <see langword="null"/>.</summary>
    public IReadOnlyList<long>? Demand { get; init; }

    /// <inheritdoc />
    public override string ToString() => Id;
}
