namespace Placement.Scheduling;

/// <summary>Spreads the replicas of a service over the values of a node label (zone, rack, room).</summary>
/// <remarks>A node without the label takes no replica of the service. Each value of the label is one domain.</remarks>
public sealed record SpreadRule
{
    /// <summary>Gets the node label whose values are the domains.</summary>
    public required string Label { get; init; }

    /// <summary>Gets over how many domains the replicas must spread at least (no more than there are replicas).</summary>
    /// <value>1 or more; the default is 1. While fewer domains are used, a replica waits for a new one.</value>
    public int MinDomains { get; init; } = 1;

    /// <summary>Gets by how many replicas the fullest domain may exceed the emptiest one that has an eligible node.</summary>
    /// <value>1 or more; the default, <see cref="int.MaxValue"/>, sets no limit.</value>
    public int MaxSkew { get; init; } = int.MaxValue;
}
