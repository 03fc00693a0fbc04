namespace Placement.Studies;

/// <summary>What becomes of one node, and why.</summary>
public sealed record NodeOutcome
{
    /// <summary>Gets the index of the node in the model.</summary>
    public required int Node { get; init; }

    /// <summary>Gets whether the node stays on.</summary>
    public required bool Stays { get; init; }

    /// <summary>Gets the load now.</summary>
    public required NodeLoad Before { get; init; }

    /// <summary>Gets the load after.</summary>
    public required NodeLoad After { get; init; }

    /// <summary>Gets why the node stays, or where its replicas go, in a sentence.</summary>
    public required string Reason { get; init; }
}
