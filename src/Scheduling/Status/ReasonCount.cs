namespace Placement.Scheduling;

/// <summary>How many nodes refuse a replica for one reason.</summary>
public sealed record ReasonCount
{
    /// <summary>Gets the code, one of <see cref="PendingCodes"/> or of a filter.</summary>
    public required string Code { get; init; }

    /// <summary>Gets the number of nodes.</summary>
    public required int Nodes { get; init; }
}
