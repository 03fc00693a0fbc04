namespace Placement.Problems;

/// <summary>Why a replica cannot be on a node, or an assignment is infeasible. The names are stable: logs, plans and reports use them.</summary>
public enum ReasonCode
{
    /// <summary>A replica has no node though it must.</summary>
    Unplaced,

    /// <summary>A node index that does not exist.</summary>
    UnknownNode,

    /// <summary>Not the node that the replica is pinned to.</summary>
    Pinned,

    /// <summary>A selector, taint or node state forbids the node.</summary>
    NotEligible,

    /// <summary>Usage exceeds capacity.</summary>
    Capacity,

    /// <summary>Usage, with moved replicas still charged on their old nodes, exceeds capacity.</summary>
    TransientCapacity,

    /// <summary>Too many replicas of a workload on a node or in a domain.</summary>
    DomainLimit,

    /// <summary>The replicas of a workload lie in too few domains.</summary>
    Spread,

    /// <summary>Too many replicas of another workload on the same node.</summary>
    CoLocation,

    /// <summary>A workload it depends on is absent from the domain.</summary>
    Dependency,

    /// <summary>The rest could not absorb the loss of a node or domain.</summary>
    Headroom,

    /// <summary>More replicas move than permitted.</summary>
    MoveLimit,

    /// <summary>A rule of the host forbids it.</summary>
    Custom,
}
