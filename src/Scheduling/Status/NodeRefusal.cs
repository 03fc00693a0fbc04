namespace Placement.Scheduling;

/// <summary>Why one node does not take a replica.</summary>
public sealed record NodeRefusal
{
    /// <summary>Gets the node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the code, one of <see cref="PendingCodes"/> or of a filter.</summary>
    public required string Code { get; init; }

    /// <summary>Gets the figures, in words: needed and free, label and value.</summary>
    public required string Detail { get; init; }
}
