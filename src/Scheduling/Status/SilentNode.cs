namespace Placement.Scheduling;

/// <summary>A node that does not answer its observer.</summary>
public sealed record SilentNode
{
    /// <summary>Gets the node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets why it does not answer, in words.</summary>
    public required string Reason { get; init; }
}
